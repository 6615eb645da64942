import ExoCrypto

/// A certificate of a hundred years and its key, which are public knowledge and protect nothing.
enum ExampleCertificate {
    /// The certificate, in PEM form.
    static let pem = """
        -----BEGIN CERTIFICATE-----
        MIIDCTCCAfGgAwIBAgIUO67LL5clJ/Qa5WF6cP4uIvEU3wwwDQYJKoZIhvcNAQEL
        BQAwEzERMA8GA1UEAwwIZXhvIHRlc3QwIBcNMjYxMTI5MDEzOTUwWhgPMjEyNjEx
        MDUwMTM5NTBaMBMxETAPBgNVBAMMCGV4byB0ZXN0MIIBIjANBgkqhkiG9w0BAQEF
        AAOCAQ8AMIIBCgKCAQEA3I5Um7EgAfW60onan1rOgrsHzu9zDaa8uaINndII3EU1
        aJyewUnDrr4ycPYk2VTGMj1Lvibxy4ZC+sl6tCnwcFF76mgW6z7eaaeC1QcxbDxV
        2/dlKK/xg0Pksc2MaWlsCSUsFs6tuG3a2MTG5+dM+h6HNxqELvkpfdwOhUp6DaYv
        f0xYDRlmAtMcZsho0sHnh2W4TAS1IQBj6CB5m9RJ0h5TdwoBSXbDm/0kvFJZ0cUQ
        t3tUZ0bEXxBpMHn1r3ntHkY91iMJbLfwkbxgIcLQunGs9EkvCbotNsM9Zvw/Z/n0
        D/BhBNd068AuULh+ptLkwk0S1N7bXgFmnpelrjq/zQIDAQABo1MwUTAdBgNVHQ4E
        FgQUC/hAILJ+OeGebCKDSO/cxwpLRRMwHwYDVR0jBBgwFoAUC/hAILJ+OeGebCKD
        SO/cxwpLRRMwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAEd4Q
        QXNc3DQeaL9hRUQmwClqPRhK0ZKdRMP6rJ7d0ErDvry92n1tJoZGs1FS0/I4bHMu
        FOBL23vf9Kmkgx36VgmYs9MwsDFGXp84mRg94bSHIiL6SegUAgqNEVX5dgamXI/z
        r8ZtLhj+RKgXI0pmNaMNzMdCbo/TmylEK37epBeErLcORtnDfxi+hrCiU+vlLWPO
        m4YKDo8hGnvcPk53WdkA4PPed+PWcdjvnqIx7jRlBXGfialUI9AIpHVxGRZup56K
        VfT18eXumgiglUYmTL8BI98HIKadSjtdDF10s+2d1qfI4QaPjWaIUHkauHvXbLxb
        M1onnIEhgYVCIrc8wQ==
        -----END CERTIFICATE-----

        """

    /// Its key, in PKCS#8 form.
    static let keyPEM = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDcjlSbsSAB9brS
        idqfWs6CuwfO73MNpry5og2d0gjcRTVonJ7BScOuvjJw9iTZVMYyPUu+JvHLhkL6
        yXq0KfBwUXvqaBbrPt5pp4LVBzFsPFXb92Uor/GDQ+SxzYxpaWwJJSwWzq24bdrY
        xMbn50z6Hoc3GoQu+Sl93A6FSnoNpi9/TFgNGWYC0xxmyGjSweeHZbhMBLUhAGPo
        IHmb1EnSHlN3CgFJdsOb/SS8UlnRxRC3e1RnRsRfEGkwefWvee0eRj3WIwlst/CR
        vGAhwtC6caz0SS8Jui02wz1m/D9n+fQP8GEE13TrwC5QuH6m0uTCTRLU3tteAWae
        l6WuOr/NAgMBAAECggEAE4UJ6kDqBHJjMe30ai+8YNKSYCyjV0fJ983mpvCR9diu
        347OTWysrmLz4453+BS/eRkhV8y/j+kr4AvZLxJvzqj6LrvpR1xS4oaU7CtM+EzQ
        tn014pIhGE0ic4qtt3NBQKqdtSOz4+4ztQVEAKiLu1kx/gemlOJasI0QwJg0/CRu
        i/+ACKT/pBvCzhNkTPsF2A5ni1Ma92WKoUq5qgsg8HMszuaEjFWwxYf2KIzBFqCF
        Rj54ZbIL1E3AL6dGwMZ8sNMF5/5/iytIKXqudL/7OpQGbcAC47rpBwh174h2kd6L
        z/ZW8u4QzZ0ez6Ugh20EIFC4mwZLItcrO5rezYguiwKBgQDtttP6HkGk9A0iANIO
        JxzyZetuvU31Irvp3v6VPy/Ywu7MbjvLbLbr7Br/xP9lrHt1YC4cJ+hTP21NQ+a9
        tSacahChnNOhckiN729D09k+LX9Z9QNuOTD1LS71aT+W1BFQwTPkQiZHfenA5xwn
        +PiguG0bgzf9M3YbLj36kIgo+wKBgQDthZ2jkR/gI9DvaHoOW0HZW6OLFx51Uj6X
        M+C2I5FtRln32+0bu4iKvV07sixQNIvw8nXsFRiJIhkQk++DNr7MACyD6UICTzbx
        I8aR9gRZgjevRleuZD+JPJZGrpq4YPSINvJ/9LSliB30RIvFtbyCDPieskde/sTn
        jYjmEnrv1wKBgQCz+v08HrRtBCr9V8my1YJhNTGwQrxHoejNBf2TWqgLYmwTdFLp
        joJg1f8LMEh+3r0K/atrvft1LEzBd2u4rvNw8g1tj6PcVP8CGAsSO8/79864eX4D
        cmHTAEbRoMJ4nFAP6Hg1lrAM6RSW7WSwDx2P8pMJhaxalSATLEvY7p1pCQKBgQCf
        G5tun1+H6NYkGYtxpIXm0XErUjBQDOjqppDH0emwFqlb1JHvut8LeTBENeVjUN/R
        ZsnBfJwz+Ihrx31xGzISO6eWMaHLJD88p2d0DSX6w7UDj45avsKk7tYHwRzZl/EW
        ciBdwJFmNVlDcMtkhIojYAcHX4tZwjYqmm/zFrwNfwKBgE/aeGcRTLdEhO6Js1vF
        xTT0TlPajwe7yyFZQOTk6WSlQ1JA+R1Np8H0zAe7TH6N/bVnhTHGDXCU6ktKXzue
        lkZ2qzVxRqw/PlT16t1xHMMA3VKTJUe1UqTYkJpiNUzjuj6odYOkSlKITrgzmQYm
        vr6s2wFKq2DPMDA2amLL1fIK
        -----END PRIVATE KEY-----

        """

    /// Both in a PKCS#12 file as OpenSSL makes it today, with the password `pässword`.
    static let modernArchive = bytes(
        """
        MIIJ3wIBAzCCCZUGCSqGSIb3DQEHAaCCCYYEggmCMIIJfjCCA/IGCSqGSIb3DQEHBqCCA+MwggPf
        AgEAMIID2AYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhlz8Ul25h4
        9wICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEBxKEF7EyOb01RgHK/QvqXKAggNwUYES
        hXdVrGHTnM5GLFj4yqLEnpyE3RoDLSTyECIItxMAdXn6ptmVMUT/RHiPYR5DEKn+hZyZ17guLd0E
        bImC9WkOCYSbnDq+52MW7Rt/nJNVxG67otUh+eQEFjfh5NNvaaxUByy4/JIFkGenjnCDsktGn3xc
        SarIyrYotk1PvlP2FRH21BN64FnR6vsFySDM1kVbV8KXDHaDoHV3Y6dIqY7ySaq4hIrtjR8nlv2y
        6P7kRjAlwNRlcQhSt7NldrLHO/gtFpABTP6QMsx1xpdxki/0RQZJ8CJr2rndEVqUeSem5xIkert8
        4yvNsfx2SxngAT2/kfMPSD87FoE83YbfLW0RCbB2B52cBajRXr0aX+276uGU0SS+ccaTKpYJrADy
        IiD0zzEZCfWpPaJlzQED6nProTsrr9Io3a3Dbq2qeXuEugcQi9lh8zC82hcJthGMSsXYMP3TFclZ
        mmGpzl7kRbTlts/D3/2gg6KEIrm9GQ7N3Nhji2TPsv0AY5RNRr2ONGIOtBvShx7p6tkukZFlWp4X
        0YzMitF1Ey/sAqxOV2Mm86YeXrCoANxAgOKREqlBhGpyQ0BC5RLR3AsiLzFrv+irdHI1pVx5ZlUq
        uC/6m65DKjL0dvvSWAYkcmm766umx7iRp0uHtY3CoYKIk8YZUbVD99b0gcH5m3C+ug0yxi9KGfjc
        bpYoQHgops3Kj5fH9A9wrLsHIiM2xTO34Hi3GjzMZLS/gDvT/7twfd8i8kJUoFnK23lryl2HBJVZ
        aGm1eTMq/7WMXa7le9Ll5/KyyUE433D82k6LBX8Xh6wPLuKuFdJ+AKy3jwIIsPIMx94zPe3Ltf6z
        2qYLXkeF1c9/5pOS8sD7eRxPThV5wgaZMdaOM/Dv6QBOEl55GlaR4FpsXeCcQVhFjZeHVyx/EEta
        DOinzPqTDTOsvjrxbHJ+4hRrU9GakHCUtG+/JZ4p7AbijZPYol+1mNCZ0fFKl4lOziy5rb4ozHEy
        VBlwprBY7+Ng3XlkRC4j8GrjlUF1u5p7T0yYPVvVWiEp/sO2ymGlRxB4JsrA0XDYi1IInlTYgoxq
        LTFBVedSUjHyRxPfniO03Gkc83nROYWc5zI0GI1alT74j1PZVdqZPbEON8JN7LuUg6shKKGhV/jp
        lGWu43rklh4zHNJ32zLRtjwB/57HJjCCBYQGCSqGSIb3DQEHAaCCBXUEggVxMIIFbTCCBWkGCyqG
        SIb3DQEMCgECoIIFMTCCBS0wVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECIEJhkpOK1hk
        AgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQRMTaNCwx8try/0IkXiSK0gSCBNDBYtn/
        lQqBwJWTjA71sC+OWddKSTVJRzx3APH0RIEOB4y7HBcfJKaCRf2qO6TT4A8Te/P2Pg1883OUDFlO
        zKohasnmkxTMJ2Gus4BP+IUnITqRLkPG3wODNeDT+BvReLStI+C4ERumhhf3JJSw3jXyJPdc1kFM
        FtdJmmhq4zVNPg/d0rtQEZh1+PWoT0WSQZG8e5HBbE72fmHVU8Hj2BEK0244R+d12tqG1wsbEB8o
        njE/IYGv0sOXgFJSFBZBAxm7KAhG1mVHPceiGCf035UE3dYcaZNr/g8yrr5/wbJnUDOoh+mwKnjb
        bz5qEO/fOBlSBQYypNpBOtkdhHvQ75sq3pG6rlD03x1HRmA6VEVHhwA7zUirfluh1z0Yxdk47Alr
        xoqcCVBYI5MPvpJGklMrYPNsD7j9pQdr9gxy0hrEkpY5/fKEqZB2MkqsCeUTt6qn67PRlSL4dTCU
        bK5cqT0rvUawW0SBWShYZVDHAU9qelWwWshEbgyO4IAu2sk2zFpcXoT+5nOkS7Sv5uB0r7Lbqk0d
        YhE7Rbau3mK/CJoAlyC+04JehF/rlO8VOlPWH6T+y84ffie07bWFx8cMGQenw9vmCu/R77rCvxy7
        1B/+aH3bPkJUB7YwDU9LZ42Wf7WnSwdR5ifOHft4toC8MyazA0b+PyEN7Qe8WN4RCcNIvXpwOfvk
        4dE80Xo7lELGFX1zgSVC7lHvTnbV9msRyBojb4FndW/W6nGN673VEzTc9rcobPYys3c83j9amkpS
        cHJ9YqnM2CZgM/woXRTTG8QkxJ9zYDl8DziF36sYxsnSQ+NYX35RPSpFIxIvAJZrfV5ba4JQDVgV
        B/k0P9GcXkXCzLs8sIm1AWaCUHWbSMkJIwI9DjLFhN8yHC8CFwDhUTwt82HegNHuK6yIK2c38/MJ
        fmjHKaYjlih4FF5Ks59D1CQ9pTy5e9QYzwPIzku5LXGb50EUt4Z46Jhl5scZVJWWkUOJ3y2LBhHZ
        WecbXZ1VSgKHFADOaFYJ/xlBJxo5C/q0wuaUnksm7b2y7y8Wg0ap6/cbfBozzrE5TVLfyb/Xkkpn
        g2nm/NPWEbiNVt+Y3V5OBx768YGFgTMAjdK1cKYW9LY7d63dcbvpNksDjPPeypcsIQ2Z6xBW5iS9
        boBq+KoEsFXSP7TwlM0xEYZSdCyGZGwVcGSUn9RW1NcWT2+/QCK6bGKwGeubIHYDza/8DfGTGZFR
        Qfsev4q5QzXeN/z0OSkaAvQGAGq1KBQZNLo/fSgxLN2qUVJNFK2Bv0WAY5Ejs4jnbIaxKjfopCH2
        QZE9ZW9m4+x9wjYms/6Jer5wgF5/X0v7XpmkpOmkm7TRbKNhlO1rCXnpOzonCubgGVTVlY7v6bFX
        5zcWIuzdLpKfmuNxGnvG0imSoHHLfvv/jLWCFgQ5jSEFTSsPVdPj+mVZGmNu9ee6JRTFOjQkBasD
        A34RuQSmIOvEJEnn4sXwyxQ3y0c+RzEBHXCS4mrtcMpNqfE2gWxwPZYniLOU+1zBLBhjfwSo2ybB
        uN0JMkCAW868DQAgr9Y1x2CO8gYdrSIhollJ0V+bzLP28V0DZvKbxs6XwBoeLwxmI4r4ChJFdl3l
        dAp3PhN99Ni+bQwggt79CYj+TDcGSDgjQIAqG+YtqTElMCMGCSqGSIb3DQEJFTEWBBRZstIZxqls
        PhQkBkK20fx4ZzR1JTBBMDEwDQYJYIZIAWUDBAIBBQAEIJhn0BVez1wXn4b6H7ZE6izWgshBmAMs
        EP/O5o5y/hoABAhEOBvf19Qc0AICCAA=
        """
    )

    /// Both in a PKCS#12 file encrypted with RC2, as Windows and keytool made it for long, with the password `old`.
    static let oldArchive = bytes(
        """
        MIIJSQIBAzCCCQ8GCSqGSIb3DQEHAaCCCQAEggj8MIII+DCCA68GCSqGSIb3DQEHBqCCA6AwggOc
        AgEAMIIDlQYJKoZIhvcNAQcBMBwGCiqGSIb3DQEMAQYwDgQIFlCwJ6HDvzoCAggAgIIDaMBuPlQ1
        gEUckm6eundr4Nq8bGeivar0j61x4/MWCpeV2ptOpYsGkKaV9veM1p7pbeft26xuWWyCROeIZD+G
        6IEPHfkfSAm8V+oIUKMZ4fJaaN2AJu4Awn36H6Kk2w3GcbYxSy0kGIol8dPaagDrct0VtHFROEUz
        3FA1WrlKgXMmnaDx36soAsXtmJmaSawqkZil2DymaBVi5WNV1Z4jX77pVCkFeE7BKz1cHuqtSO1O
        LdJeLubVCslTEDD7ZITA8z8dYUm/qcCua4p72/PVxDiAG8YJtcpQhA8Mb+QY45CVWhv+D6zchTMz
        9WYwUVlPKJEXJ3NjFPAVC+N1726jtLDLy8IEfzSPcSaxZ5AGY6FB22nU2bdG5QfO1zljsPL+350Q
        tee2Ks0u6GiY4H9htLk0A7fFcNePza0j5Cto2fmj0gHT4OzpSDziJ5L/prMkxs3JSIti2klf15Bf
        bI0Hkf5lVyd7KLiPbAvBbhXl5I/xXE+aPtb1sJ9PE4pmzTqdS97zfLgzhGSeFSBLIEGMQ3JGCjMT
        Ol61Yr7EzZGHt8xGaiNz4CgbBH5de00aOYn4wSEp0FAlimbALISgOWkbn6aBiEnMWSbSlmofbU39
        rMQsxr/02+3yT4VKxZQZdQSii/Wjxx0KnWWRxKvBysvp1kviQzTr2PC374fvM+NWOVMEnVCNHX0R
        qkpX34vwAybLnqnO96dC0NMYJ+7Sq7PCZeNNrsZ4bO2MWEn50e42i3emIDsGaoUGLlmVXgjN+ELD
        x9Zrc2DPZci2Pq4CfySa67BwT9Bk5/WWgYr68eOauR1hIF3kXWX0rHUrEle/MDP5r5kuCuVdYcOr
        lGuh5MhXIF3cRH2mP4nVhbBWf2GGYLqWxMnlBpOjr0/hNL4mT1TWCKUjiwtU0jqIOfvOoICuwI4w
        d2ssWQVrqBn0yGL5U5O8dEwnrI3Tqq+32Xpfl4hEOJ3YPRiu8sw69tXhy5AlRcELSk2AvrT3tO+X
        SGSox6nDa/IuSBFYAxlPP4sBYU0PhUADokNixTVbF8jLjQjabiv/pfcN2Dp7MP4abNIK64yogU8j
        c58Jxm8qLn8T5IQtZ+djBo9M/FYnbo62P2T9hax/1kJc+7DLko/Fya8F1fZYjA62eJlXesvwGKyt
        8UHeCMPCv8gyIsPqMIIFQQYJKoZIhvcNAQcBoIIFMgSCBS4wggUqMIIFJgYLKoZIhvcNAQwKAQKg
        ggTuMIIE6jAcBgoqhkiG9w0BDAEDMA4ECKhs2yFkv3DQAgIIAASCBMgkymsHxoNK5wRu6C5C6APY
        pW0dk3unIpgV+YSlsKDMapH5iHLf7bdqnCbvjYqzbJ4FWPuGGHXRcXv9nf4k7uB1DYcm7VU2XLuZ
        KKeGrGl4W9QTIQrcdQd+lS4mwUv//RTyQnGwZ0Q21UzfInsA3IIxoEjkMqAee+lxr1EUO61rxTWK
        UHM7JoehnHcN8NFgOsay0YiGgx+N1LA5fBOQtYhAz7QBKfoC61MhvKNwAeXtb53Dj0Oz+k9vtTKM
        z29wVFb4WOtXYbUxyklwlZNFxBYQa5rYW1073mx8cl91PDrQO+HEaC0/wIOcnaaIQllGryTq5vIQ
        GAZRExN35z0fsTdr9+Xp5NS90JNTJtS5MICqLqBJkNf+yaQSJY8zKAih5A8mHZIFRaSJa8GsGBEW
        zCwes6tvzw1Yljd4EhWheloihlGN43Xj6vWz38c4IyC7he7ZyJSQjf7bVJzVLNtFNgU6isVNIspp
        ZCeQ/sDYP95SQ3MbPPE9c8eRQ8jbyJfa75d2pGye4Qv/VtFGPHmbqb+pS4bIA2P0vtR6h4a82wzs
        5oWwADrRbTKz4gg4grt9JupaczdyyyaXUd4H8S9xcMOugfpHxlRKZF3ttzOrljosimUrSefsWoS3
        6D1hRPJwgsGdqhg/w5ZB3rf9OdHlnejGyWYc0tXoRPSsso4FWXj3n8iHC8raUEVaFtU2uw30EzPp
        gQn6l/6WhvFeLmnnsb5iTPnr/6/tWJLCL3DQXz7xUJTVnoDjXuajWcAgAk8FXb7svZvzlow2+/3V
        jppBv7TCklh5dtVQW8FUg7bL/B8tZAl3hp8bTutKqnCwlAZmMGPnUfuwsO2PMPnmVzCkjkSYf5B3
        JQg2wAjyqvQUzCGjtcsSXXcN2bxlIO5kRKw5Tr1YVVwT1S4TuBcCBkEt3vAerjpsbb9ZF4x/4ZCq
        0Co1ETsB92k91z8ulCAucYHJ88kz2gwc9R3FnWrwWeMHH6bLKXCv1RACH2BLG4Jbqjdc+2UcjZt0
        MvYJbGtMcLTsX1kvc0rBtlSJYGUqk839QLa5XE1y0Tw1XbgeMXpP7MWNflxRZLnU0tkdKbwqmhlr
        UK7WSBdHcsSuDCKQtmunrdDphd9GDeOF9INrRzC6noomUuSqkiKyqASxeHa52prz34nCWMw/vz8e
        /PMsMkP0VNSPQ/kVpZ5kVIgg5zxgFJKbDDDFJpMjukdXyt9w+M6oMdMzZTvklAq5fp9rDnfxD1qA
        nm5Mqwavs2wyFc7rDN9BBck1xzaG1+7E924t4me61MMpglLlXYFTDxv7ka+agy5egjsP+NKowQaU
        BkMnXklulzBZQNW4ChOPbAxaIFkd2yRVuuKY5egXCaTXxgtQznruWgGFv9MbLSgPSXagFq7WeM7s
        EBGB0CLFCqKhsmIam6lbrAsyiHSpdcTIXp4LY411/vucuPbOxih4mUZk0BR38ahMWoExUYCwse01
        8yhZoKk+Wmqug4pP3HKrjKNTNCi0cxbON3SobarOl4yxMU4MzGnYeatm7aBuGLmiww3xNI1fP+Fo
        H5y4v3reO6EKz6Q18Ot8HlDzaQak7pxV7rT51laZC60suUevthInwnGUoEf9ynGHibamx9aZWo2a
        kqr2YFvFDskppR0xJTAjBgkqhkiG9w0BCRUxFgQUWbLSGcapbD4UJAZCttH8eGc0dSUwMTAhMAkG
        BSsOAwIaBQAEFKUwnlTiQPQvSErK2pfLqUdJMkFtBAgInjJKURPBZQICCAA=
        """
    )

    /// Both in a PKCS#12 file with an empty password.
    static let openArchive = bytes(
        """
        MIIJ3wIBAzCCCZUGCSqGSIb3DQEHAaCCCYYEggmCMIIJfjCCA/IGCSqGSIb3DQEHBqCCA+MwggPf
        AgEAMIID2AYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAipybMjtdrz
        UwICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEEhnaOGwNMczDxEQUoy0+uCAggNwBCJM
        jX1qkeW4sNPeV17Y2L9U8cgGwyS4xmJiemQ455JwzCH2Pu1q9qQ1hZYutj2C81jgArYPiWzIzv5/
        8AUW6ZD4tk2RqRshKfe/Z8hGxqbtp23H5rFBSdcPC4YQ50Pcr5iNtjjtPRo6Mw5/weCeLiUs0fZR
        LYB15fHySBOgQ5N3x77N0Sfo5u4GpBcR7t3rfNWLo2wnozcxF4LzFhSQQrlrxfK91o55zCQB/z/S
        zM83JVI68nelAaUh0LYY8sJ+dCFqf7Xr0QvunmlNwMZLp6HXgJaB0NEhozZTmyGMH0OsN6wdk2fc
        JBo2LKWHWOorlAicL5hpaU9bKJbcFX/idmHoONtVpW+STLSDggvHO/B0sVAkiyPwmBYPS+CUrXIe
        URT62Ia4ovX/ULQ2T/UigKb8gkvkFaJCE8XMMrZi1SRtaein7PiUbf0guyHciHF/XZzRvtqfnSnv
        NZZHuxsNgcOwdapci0lUqYz8udZ7UWVUw8x1rheut/9fXOcQFbthT3m+aq2fqP3TF5Il7xMfhagE
        8ryfAN5wFwexLjBAZdImr4SyyO6bvh89JV4RK+JIrSHOlcblEjoS4HCCpjZfN1aagf1G6yNqMS1+
        WzT+EIK4YWENEntlJjFA7JSPKEqNNtYxmgvqs7zaulNczHc+EG1S3ZtbaZpjs3kKM2FxcNH5EMAr
        W7+nhg/xGFsLOZC08ewqZJCAcJC0GJw5aiK+d+6e8wb3caLmWeLKQpHSPhCesT1FIn9kOUsKs7sK
        e47R0g6W70kBmly1zUCBqadigJD5td1Mi57E4B2JvZ9EkrxobPYdHEiqyPZlvFUgesBbdGvX+gwW
        hAthffaCU469+2BK6hHvTJc9wio95uGbGgX59NnHZe7dHuyiNgX5Vu7HBla+7+FNWyMZ9U906HoZ
        eq7k9lcBdTIlnEGq9QkDFHgnTk97UEQNyllRxO8n54+zLHqJn42ib4YubQ5p5+HMqvveCMLxm4J2
        G8ayBcTbvwATA4J0ekLl5j5bcZ+qPoEhSYGHhg9Z7lnyp/TziY7TfXqbJ3Kz5pCH47y1ckPXlg13
        /vYb8jnPbIW8RQgcGAxQpiHlzBdY7WsQA0MvkViBdft6ffjX3A5RoxG0KPCmMF10qPMKo+YUj/ne
        /y4ID4bEMikPlPjgmuqJfHsHY0wjhjCCBYQGCSqGSIb3DQEHAaCCBXUEggVxMIIFbTCCBWkGCyqG
        SIb3DQEMCgECoIIFMTCCBS0wVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECJpQlHUYfH5M
        AgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQDfw57JI6LDCt2vGqj0gLxQSCBNA7gDF6
        3ZJWNFNtJT/bxMVK0tHwQ9P1+ZE86AEOViXdUeUGc9Rgh7TynxZ6V9MeZIGMNfRKiuKN28n93A0Y
        JxVV+Ouj0rVCpA5uU1jqvDB6s6miH6vdPpNeb2fXV8dS0cKtf3gSONQtQD5vV8/q96MYPIUk4ZFJ
        j9Tj/7cSZDfQsLMpVxaF2irf73DxgHMDEC6W4x5gmT5yk3EOUxIWtxAfZTkbTa4WWoFSTiUwFzWd
        P/TBiTkppjG1tru/YoWcyDEvKQteh68wXZZYbPybf+AUyZpXlp36thLOBXuA3I8tFyfN8sVYGoDd
        XlbrYgvWYRge3mmqVsn1QQoAICH//Ums+mez+/rp08TBJttcdR6t0eEQgxFLxUA0aBlGoJ1zaY+r
        mgZ5SJ2tp2Wr8BP6qFLWvg19vhKMYOgUZoUmcD+/1sAHft9sCuDmFdGnDhhwl5Eq4FK7xUzB1KUP
        6Bn2hSmPAmzJuZbJEqRsaUHnteHYM8SGbeMhDVFpeijyV9C1AafJXuuqt35/YgSBYDoeUQBz3sl/
        4aOFw+t+WU9chxbgv4PyqQ1A2lhnvkeitwQRo4EqWsoETEbk20meSsVjjdlxFN2Ua2wPu+PqYPRQ
        odvNNIPoanGZicXqthR4isctEmHpQIFvPe7skdcwlGUc2t98GxhaLd6mnj7czfYgHms8dhza3+sW
        WR0ldvhi62pv/gDNaQzmdkOlmv/g1AkPZtNdr/X+Tq64jDspo9NzfkoWHiAecftWZ1MY2QjDn5Be
        3bNp2273CJv0rqFVEsmQvRJNVqiHY7C8MwCpuby2xZqMUCkWgd81aQrKOn1bEdWyVgFvD9EswxX4
        4sKIYHKpnXeOjrSD5k2owpvuYPGZzpXSYQUX8B+HS/kOgJz1W+XQh0ELH4NU/nWl/4GCnKYeknUh
        JygpFWg07bv+2rIv+OclkW9C/rjlJ5eM1QlejyOGe+oc/6+Mc/ZB+E1KR+PqPmKUz/rr3E3y4gj2
        26E8Yzt+GMf9Fi4cej+GRJ2XE11I9f8Y2p/kfkiuuynKBHgDx6oqDu1uWNxG7izJL3sjhtFUoCNZ
        ety2EXoEuszXF0l+a7ffAdn2DmwO2sqI5tUWnXV74T+EytVcSc9pKnQQeK7tubAKGwXUCt2Elx02
        J0/zH8qVaJEvlv8R5VjlTVDMYxdcK+Kx+JIVCh0nZ58LAPn06opAWJOwOzdJBOFh5w1MXRdzB0W4
        NPYaDkvqDvZlSbm/FU79sssDRPoSt7Bbc7WsAg2lQ85QKlzub+Lo0OMJnUlyYJxHCy37PLcvvVYb
        oODAZyDPncThcs9NJyfqSmoAsbwFz/lHmb8fargsGckReavE+sMZLojC1pmiW/IUwyjDJEFgLcBD
        143AD+ipnvFBdpX5PgtJDTaNr7cLzhEqgLSkfwGVDzgr5dnSFzffp18lDmiP8yAR9VxvXAMOJDGz
        xTq0Y+MrIkc+q19p9OR0xBZD476Y3rBH9G1dxXnqCKPCbDID2IzmpG6MOnTwuDGIulDiTIKUNRkz
        mkEiYRQVm1kivYUxW57bw+UHxcv9AadJxYKU4oW4E+kZsqbFjMnae+kHCd/oYLWVWORxoiUKwXfi
        ayQue9LoYQvXMX03YdggV+GR1W/eg+QJNz3ioi1QFzElMCMGCSqGSIb3DQEJFTEWBBRZstIZxqls
        PhQkBkK20fx4ZzR1JTBBMDEwDQYJYIZIAWUDBAIBBQAEIEL5abaZ0jimonZrxZs72ynTddffTxxH
        y6oBz21xGJ2LBAidaF8/2LO33QICCAA=
        """
    )

    private static func bytes(_ text: String) -> [UInt8] { Base64.decodeTolerantly(text.utf8) ?? [] }
}
