// The server's certificate.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "base/result.h"

namespace cordon::net {

// TLS 1.2 and 1.3 with this certificate (and the chain behind it) and key, PEM files. Fails with not_found,
// permission_denied or io where a file cannot be read, with syntax where it is no PEM, and with invalid_value when the
// key is not the certificate's, or the certificate is not valid yet or any more.
Result<std::shared_ptr<boost::asio::ssl::context>> load_tls(const std::string& certificate, const std::string& key);

}  // namespace cordon::net
