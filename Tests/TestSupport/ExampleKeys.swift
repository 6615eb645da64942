/// Keys that are public knowledge and protect nothing.
package enum ExampleKeys {
    /// The key of RFC 7515, appendix A.2, in PKCS#1 form.
    package static let rfc7515 = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEAofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd/wWJcyQoTbji9k0
        l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL+yRT+SFd2lZS+pC
        gNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb/7OMg0LOL+bSf63kpaSHSX
        ndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD
        Zlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxXFvUK+DWNmoudF8NAco9/h9iaGNj8
        q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQIDAQABAoIBABKucaRpzQorw35S
        bEUAVx8dYXUdZOlJcHtiWQ+dC6V8ljxAHj/PLyzTveyI5QO/xkObCyjIL303l2cf
        UhPu2MFaJdjVzqACXuOrLot/eSFvxjvqVidTtAZExqFRJ9mylUVAoLvhowVWmC1O
        n95fZCXxTUtxNEG1Xcc7m0rtzJKs45J+N/V9DP1edYH6USyPSWGp6wuA+KgHRnKK
        Vf9GRx80JQY7nVNkL17eHoTWEwga+lwi0FEoW9Y7lDtWXYmKBWhUE+U8PGxlJf8f
        40493HDw1WRQ/aSLoS4QTp3rn7gYgeHEvfJdkkf0UMhlknlo53M09EFPdadQ4TlU
        bjqKc50CgYEA4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH/5IB3jw3bcxGn6QLvnE
        tfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw/Py5PJdTJNPY8cQn7ouZ2KKDcmnPG
        BY5t7yLc1QlQ5xHdwW1VhvKn+nXqhJTBgIPgtldC+KDV5z+y2XDwGUcCgYEAuQPE
        fgmVtjL0Uyyx88GZFF1fOunH3+7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYs
        p1ZSe7zFYHj7C6ul7TjeLQeZD/YwD66t62wDmpe/HlB+TnBA+njbglfIsRLtXlnD
        zQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdcCgYAHAp9XcCSrn8wVkMVkKdb7
        DOX4IKjzdahm+ctDAJN4O/y7OW5FKebvUjdAIt2GuoTZ71iTG+7F0F+lP88jtjP4
        U4qe7VHoewl4MKOfXZKTe+YCS1XbNvfgwJ3Ltyl1OH9hWvu2yza7q+d5PCsDzqtm
        27kxuvULVeya+TEdAB1ijQKBgQCH/3r6YrVH/uCWGy6bzV1nGNOdjKc9tmkfOJmN
        54dxdixdpozCQ6U4OxZrsj3FcOhHBsqAHvX2uuYjagqvo3cOj1TRqNocX40omfCC
        Mx3bD1yPPf/6TI2XECva/ggqEY2mYzmIiA5LVVmc5nrybr+lssFKneeyxN2Wq93S
        0iJMdQKBgCGHewxzoa1r8ZMD0LETNrToK423K377UCYqXfg5XMclbrjPbEC3YI1Z
        NqMtuhdBJqUnBi6tjKMF+34Xf0CUN8ncuXGO2CAYvO8PdyCixHX52ybaDjy1FtCE
        6yUXjoKNXKvUm7MWGsAYH6f4IegOetN5NvmUMFStCSkh7ixZLkN1
        -----END RSA PRIVATE KEY-----

        """

    /// An elliptic-curve key.
    package static let ellipticCurve = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpDAdauxvnztO4Imw
        2yJd2A00sSgqGG7rg21mvqrsKsWhRANCAAR8u+J/Y/AZbEnjYtZ0kIghL7O4AjNc
        oBDqDgvNOX77YDQqOLriuTlw/P8+UWLu0WpLD1zj2t88RolZlKWHnjqV
        -----END PRIVATE KEY-----

        """

    /// An RSA key too short to be trusted.
    package static let shortRSA = """
        -----BEGIN PRIVATE KEY-----
        MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMA7nDnNnT9le/7e
        tTUB7oCQc8SvRw/h8S7oDP23LWixWkZxi4/VyeiAmoFEC0aAJlWtl5CP8j2saQbt
        1OaYgfFrPRIzuDTJGER/R1tx0iE0EtxwiP8IuwVPZ//9rKtGDZfuaHjfGLM2FQ9i
        6Do3d0aLE0TWkfihauOxHBGw0zV/AgMBAAECgYBLoeh4kZ5xyAL+Jy+SeH0XFj6G
        PxQteo8DDoe19zElhMno91masNms4ZRokZYCGf97LD56wTfk7gWwlThztcNBwmdz
        YvzvEMirvaKjaOJEUvCweS7yKKsQSPhD4+Nd0fvUiwIThH13IkysduPApruvWMeJ
        X6Ac+OMLuBFicaQ2CQJBAPiMVh/Fsfq8f2KoNpfnLHRkEX6YaNqEhOEDiCk35Z7N
        7+ee8A1KbBUdrL8tJ9vqQDa33EXnm6gozSSoIrrBc0UCQQDF/wp3kHBr+NwIeTUo
        fkJs5BVg4kRGuTo6bCnzf84l/wczShmgnxKe3lGd8L+XRBdK07zD1z4tHP13/+gj
        5s/zAkBPzyBIi36e+LAeyczd8glARnGnqODiafMRHcU3Fw/Qcmg6g7qpSeBy11iE
        +sb1wr5j054ThE9jK9bTknm0ZjHRAkAWvLERBe9DFvL9rh2ips0uAAtMcu9wR7ke
        GGnA4r5jsqO7ChljTqEuyU0KHCmET3d1Sld1DfS/7YJWE3cvGERtAkEAkqT3KURY
        koJaB3QyDuL86PXsDEmNBbdO/IImCT+IPTlaI4VVqVNfxZ1b4//UdDOgUCS8Ja6U
        7ZC9z/iVADsJJA==
        -----END PRIVATE KEY-----

        """
}
