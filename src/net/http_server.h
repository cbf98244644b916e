// An HTTP/1.1 server for clients that may be hostile: everything has a limit, nothing waits for ever, and a request
// that two programs could read differently is refused (RFC 9112, section 11.2).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/http_message.h"

namespace cordon::net {

struct HttpLimits {
  std::uint32_t header_bytes = 32u << 10;
  std::uint64_t body_bytes = 4u << 20;
  std::uint32_t connections = 4'096;   // further ones are answered 503 and closed
  std::uint32_t idle_seconds = 65;     // between two requests of a connection
  std::uint32_t header_seconds = 10;   // from the first byte of a request to the end of its head
  std::uint32_t body_seconds = 30;     // for its body
  std::uint32_t answer_seconds = 300;  // until the handler has answered; then 504
  std::uint32_t stalled_seconds = 60;  // without a byte that the client takes
};

struct HttpServerOptions {
  std::string address = "127.0.0.1";  // IPv4 or IPv6, a number
  std::uint16_t port = 0;             // 0: any
  std::string certificate, key;       // PEM files; both empty: no TLS
  unsigned threads = 2;
  HttpLimits limits;
};

// What one request became.
struct HttpAccess {
  std::string_view method, target, peer;
  unsigned status = 0;
  std::uint64_t bytes = 0;         // of the body that was sent
  std::uint64_t microseconds = 0;  // from the end of the head to the last byte
};

struct HttpCounts {
  std::uint64_t accepted = 0, shed = 0, requests = 0, refused = 0, timed_out = 0;
  std::uint64_t open = 0;  // connections, now
};

// The way back to the client of one request. May be kept and used from any thread, once. Without an answer the client
// gets 500.
class HttpReply {
 public:
  class State;
  explicit HttpReply(std::shared_ptr<State> state);
  HttpReply(HttpReply&&) noexcept = default;
  HttpReply& operator=(HttpReply&&) noexcept;
  ~HttpReply();

  // Does nothing when the client has gone meanwhile.
  void send(HttpResponse response);

 private:
  std::shared_ptr<State> state_;
};

struct HttpHandlers {
  // Called on a thread of the server, which serves nobody else meanwhile: it answers at once or hands the reply on.
  std::function<void(HttpRequest&&, HttpReply)> request;
  // Called on a thread of the server when an answer is through or has failed. May be empty.
  std::function<void(const HttpAccess&)> access;
};

class HttpServer {
 public:
  // Listens, and serves nobody yet. Fails with invalid_value (no address), permission_denied, unavailable (the port is
  // in use, the address is not of this machine), and for certificate and key with what load_tls fails with.
  static Result<std::unique_ptr<HttpServer>> listen(HttpServerOptions options, HttpHandlers handlers);
  // Ends what still runs.
  ~HttpServer();

  std::uint16_t port() const;

  // Starts the threads.
  void start();

  // Takes the certificate anew from its files; connections that stand keep the old one. Without TLS nothing. Fails as
  // listen does, and then the old one stays.
  Result<void> reload_certificate();

  // Takes no more connections, lets requests end that have begun, for so long at most, and then ends the threads.
  void stop(std::uint32_t most_seconds);

  HttpCounts counts() const;

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cordon::net
