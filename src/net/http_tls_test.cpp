#include "net/http_tls.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <filesystem>
#include <fstream>

#include "net/http_server.h"

namespace cordon::net {
namespace {

// Certificates and keys of this test, in a folder that goes with it.
class HttpTls : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("http_tls_test_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ / name; }

  // A certificate signed with its own key, valid from now on for so long (seconds, may lie behind us).
  void make(const std::string& name, long valid_until) const {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -7200);
    X509_gmtime_adj(X509_getm_notAfter(certificate), valid_until);
    X509_set_pubkey(certificate, key);
    X509_NAME* const subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("gate.example.test"),
                               -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    X509_sign(certificate, key, EVP_sha256());
    FILE* file = std::fopen(path(name + ".pem").c_str(), "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
    file = std::fopen(path(name + ".key").c_str(), "w");
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }

  std::filesystem::path folder_;
};

TEST_F(HttpTls, SaysWhatIsWrongWithACertificate) {
  make("good", 3'600);
  make("other", 3'600);
  make("old", -60);
  std::ofstream(path("text.pem")) << "no certificate\n";
  EXPECT_TRUE(load_tls(path("good.pem"), path("good.key")));
  const auto code = [&](const std::string& certificate, const std::string& key) {
    const auto loaded = load_tls(path(certificate), path(key));
    return loaded ? ErrorCode::internal : loaded.error().code;
  };
  EXPECT_EQ(code("missing.pem", "good.key"), ErrorCode::not_found);
  EXPECT_EQ(code("good.pem", "missing.key"), ErrorCode::not_found);
  EXPECT_EQ(code("text.pem", "good.key"), ErrorCode::syntax);
  EXPECT_EQ(code("good.pem", "text.pem"), ErrorCode::syntax);
  EXPECT_EQ(code("good.pem", "other.key"), ErrorCode::invalid_value);
  EXPECT_EQ(code("old.pem", "old.key"), ErrorCode::invalid_value);
}

TEST_F(HttpTls, AServerTakesItsCertificateAnew) {
  make("gate", 3'600);
  HttpServerOptions options;
  options.certificate = path("gate.pem");
  options.key = path("gate.key");
  const auto server = HttpServer::listen(options, {[](HttpRequest&&, HttpReply reply) { reply.send({}); }, {}});
  ASSERT_TRUE(server);
  (*server)->start();
  make("gate", -60);
  const auto expired = (*server)->reload_certificate();
  ASSERT_FALSE(expired);
  EXPECT_EQ(expired.error().code, ErrorCode::invalid_value);
  make("gate", 7'200);
  EXPECT_TRUE((*server)->reload_certificate());
}

TEST_F(HttpTls, ACertificateWithoutAKeyIsAMistake) {
  make("gate", 3'600);
  HttpServerOptions options;
  options.certificate = path("gate.pem");
  const auto server = HttpServer::listen(options, {{}, {}});
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, ErrorCode::usage);
}

}  // namespace
}  // namespace cordon::net
