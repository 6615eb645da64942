#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// What Swift cannot call: macros and variadic functions.

static inline EVP_PKEY *exo_rsa_generate(size_t bits) { return EVP_RSA_gen(bits); }
static inline EVP_PKEY *exo_p256_generate(void) { return EVP_EC_gen("P-256"); }

// The builder keeps the names' addresses, so they must be constants of C.
static inline int exo_push_public_numbers(OSSL_PARAM_BLD *builder, const BIGNUM *modulus, const BIGNUM *exponent) {
    return OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus)
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent);
}

static inline int exo_public_key_from_data(EVP_PKEY_CTX *context, EVP_PKEY **key, OSSL_PARAM *parameters) {
    return EVP_PKEY_fromdata(context, key, EVP_PKEY_PUBLIC_KEY, parameters);
}

static inline long exo_bio_bytes(BIO *bio, const unsigned char **bytes) { return BIO_get_mem_data(bio, bytes); }

struct exo_passphrase { const void *bytes; int count; int asked; };

static inline int exo_give_passphrase(char *buffer, int size, int writing, void *context) {
    struct exo_passphrase *passphrase = (struct exo_passphrase *)context;
    passphrase->asked = 1;
    if (passphrase->bytes == NULL || passphrase->count > size) return -1;
    memcpy(buffer, passphrase->bytes, (size_t)passphrase->count);
    return passphrase->count;
}

static inline EVP_PKEY *exo_read_private_key(BIO *bio, const void *bytes, int count, int *asked) {
    struct exo_passphrase passphrase = {bytes, count, 0};
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, exo_give_passphrase, &passphrase);
    *asked = passphrase.asked;
    return key;
}

// An encrypted certificate is none: without this OpenSSL would ask on the terminal for a passphrase.
static inline X509 *exo_read_certificate(BIO *bio) {
    struct exo_passphrase none = {NULL, 0, 0};
    return PEM_read_bio_X509(bio, NULL, exo_give_passphrase, &none);
}

static inline int exo_count(const STACK_OF(X509) *certificates) { return sk_X509_num(certificates); }
static inline X509 *exo_certificate(const STACK_OF(X509) *certificates, int index) {
    return sk_X509_value(certificates, index);
}
static inline void exo_free_certificates(STACK_OF(X509) *certificates) { sk_X509_pop_free(certificates, X509_free); }

static inline int exo_add_common_name(X509_NAME *name, const unsigned char *text, int count) {
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, text, count, -1, 0);
}

static inline int exo_print_name(BIO *bio, const X509_NAME *name) {
    return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

static inline int exo_add_extension(X509 *certificate, X509 *issuer, int kind, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509V3_set_ctx_nodb(&context);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    int added = extension != NULL && X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}

// Java takes a certificate for an authority only where this attribute says so; OpenSSL 3.0 has no name for it.
static inline int exo_trust_for_java(PKCS12_SAFEBAG *bag) {
    const unsigned char *any = (const unsigned char *)OBJ_nid2obj(NID_anyExtendedKeyUsage);
    return PKCS12_add1_attr_by_txt(bag, "2.16.840.1.113894.746875.1.1", V_ASN1_OBJECT, any, -1);
}
static inline void exo_free_bags(STACK_OF(PKCS12_SAFEBAG) *bags) { sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free); }
static inline void exo_free_safes(STACK_OF(PKCS7) *safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }
