#include "net/http_tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>

#include "base/os/mapped_file.h"
#include "base/text.h"

namespace cordon::net {
namespace {

namespace ssl = boost::asio::ssl;

// Opened by us first: OpenSSL's own words for a missing file help nobody.
Result<void> is_readable(const std::string& path) {
  Result<os::MappedFile> file = os::MappedFile::open(path);
  if (file) return {};
  return std::unexpected(std::move(file.error()));
}

Result<void> check_dates(SSL_CTX* context, const std::string& path) {
  const X509* const certificate = SSL_CTX_get0_certificate(context);
  if (certificate == nullptr) return fail(ErrorCode::syntax, "no certificate in " + text::visible(path));
  if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0)
    return fail(ErrorCode::invalid_value, "the certificate in " + text::visible(path) + " is not valid yet");
  if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0)
    return fail(ErrorCode::invalid_value,
                "the certificate in " + text::visible(path) + " has expired: put a new one there");
  return {};
}

}  // namespace

Result<std::shared_ptr<ssl::context>> load_tls(const std::string& certificate, const std::string& key) {
  TRY(is_readable(certificate));
  TRY(is_readable(key));
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  context->set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1, error);
  context->use_certificate_chain_file(certificate, error);
  if (error) return fail(ErrorCode::syntax, "no certificate in PEM's form in " + text::visible(certificate));
  TRY(check_dates(context->native_handle(), certificate));
  context->use_private_key_file(key, ssl::context::pem, error);
  if (error)
    return fail(
        error == boost::system::error_code(static_cast<int>(ERR_PACK(ERR_LIB_X509, 0, X509_R_KEY_VALUES_MISMATCH)),
                                           boost::asio::error::get_ssl_category())
            ? ErrorCode::invalid_value
            : ErrorCode::syntax,
        "the key in " + text::visible(key) + " is not that of the certificate, or no key in PEM's form");
  return context;
}

}  // namespace cordon::net
