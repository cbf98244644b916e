#include "net/http_server.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <mutex>
#include <thread>
#include <vector>

#include "base/text.h"
#include "net/http_connection.h"
#include "net/http_tls.h"

namespace cordon::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, Lane::Executor>;

constexpr std::chrono::milliseconds kBetweenLooks{10}, kNoDescriptors{100};
constexpr std::chrono::seconds kLastMoment{2};
constexpr std::string_view kShed =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

Error listen_error(const error_code& error, const HttpServerOptions& options) {
  const std::string where = text::visible(options.address) + " port " + std::to_string(options.port);
  if (error == asio::error::address_in_use)
    return {
        ErrorCode::unavailable, where + " is in use by another program: choose another port, or 0 for any", 0, 0, {}};
  if (error == asio::error::access_denied)
    return {ErrorCode::permission_denied, where + " may not be listened on: ports below 1024 need rights", 0, 0, {}};
  return {ErrorCode::unavailable, "cannot listen on " + where + ": " + error.message(), 0, 0, {}};
}

std::vector<std::shared_ptr<Lane>> make_lanes(unsigned threads) {
  std::vector<std::shared_ptr<Lane>> out;
  for (unsigned i = 0; i < std::max(1u, threads); ++i) out.push_back(std::make_shared<Lane>());
  return out;
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(HttpServerOptions options, HttpHandlers handlers) : lanes_(make_lanes(options.threads)) {
    shared_->options = std::move(options);
    shared_->handlers = std::move(handlers);
  }
  ~Impl() { stop(0); }

  Result<void> listen() {
    const HttpServerOptions& options = shared_->options;
    TRY(load_certificate());
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return fail(ErrorCode::invalid_value, text::visible(options.address) + " is no address of IPv4 or IPv6");
    const tcp::endpoint endpoint(address, options.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return std::unexpected(listen_error(error, options));
    port_ = acceptor_.local_endpoint(error).port();
    return {};
  }

  Result<void> load_certificate() {
    const HttpServerOptions& options = shared_->options;
    if (options.certificate.empty() && options.key.empty()) return {};
    if (options.certificate.empty() || options.key.empty())
      return fail(ErrorCode::usage, "a certificate and a key go together: one of the two is missing");
    auto tls = TRY(load_tls(options.certificate, options.key));
    const std::lock_guard guard(mutex_);
    tls_ = std::move(tls);
    return {};
  }

  void start() {
    accept();
    for (const std::shared_ptr<Lane>& lane : lanes_) {
      lane->watch();
      threads_.emplace_back([lane] { lane->context().run(); });
    }
  }

  void stop(std::uint32_t most_seconds) {
    if (shared_->stopping.exchange(true)) return;
    asio::post(lanes_[0]->context(), [this] {
      error_code ignored;
      acceptor_.close(ignored);
    });
    for (const auto& lane : lanes_) asio::post(lane->context(), [one = lane.get()] { one->end_idle(); });
    if (!threads_.empty()) {
      wait(std::chrono::seconds(most_seconds));
      for (const auto& lane : lanes_) asio::post(lane->context(), [one = lane.get()] { one->end_all(); });
      wait(kLastMoment);
    }
    for (const auto& lane : lanes_) lane->context().stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  std::uint16_t port() const { return port_; }

  HttpCounts counts() const {
    return {shared_->accepted, shared_->shed, shared_->requests, shared_->refused, shared_->timed_out, shared_->open};
  }

 private:
  void wait(std::chrono::steady_clock::duration most) {
    const auto until = std::chrono::steady_clock::now() + most;
    while (shared_->open > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(kBetweenLooks);
  }

  // Connections go to the lanes in turn.
  void accept() {
    Lane& lane = *lanes_[next_lane_++ % lanes_.size()];
    acceptor_.async_accept(lane.context(), [this, &lane](const error_code& error, HttpSocket socket) {
      if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
      if (error) return pause();
      take(std::move(socket), lane);
      accept();
    });
  }

  // Too many descriptors are open: asking again at once would fail again at once.
  void pause() {
    pause_.expires_after(kNoDescriptors);
    pause_.async_wait([this](const error_code& error) {
      if (!error) accept();
    });
  }

  void take(HttpSocket socket, Lane& lane) {
    ++shared_->accepted;
    if (shared_->open >= shared_->options.limits.connections) {
      ++shared_->shed;
      return send_away(std::move(socket));
    }
    std::shared_ptr<asio::ssl::context> tls;
    {
      const std::lock_guard guard(mutex_);
      tls = tls_;
    }
    asio::post(lane.context(), [socket = std::move(socket), tls = std::move(tls), &lane, shared = shared_]() mutable {
      serve_connection(std::move(socket), std::move(tls), lane, std::move(shared));
    });
  }

  // What the client has sent is read first: closing over it would take back the answer.
  static void send_away(HttpSocket socket) {
    error_code ignored;
    std::array<char, 4096> sent;
    socket.non_blocking(true, ignored);
    socket.read_some(asio::buffer(sent), ignored);
    socket.write_some(asio::buffer(kShed), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
  }

  const std::shared_ptr<HttpShared> shared_ = std::make_shared<HttpShared>();
  const std::vector<std::shared_ptr<Lane>> lanes_;
  std::vector<std::thread> threads_;
  Acceptor acceptor_{lanes_[0]->context()};
  asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Lane::Executor>
      pause_{lanes_[0]->context()};
  std::size_t next_lane_ = 0;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::shared_ptr<asio::ssl::context> tls_;
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(HttpServerOptions options, HttpHandlers handlers) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handlers));
  TRY(impl->listen());
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::uint16_t HttpServer::port() const { return impl_->port(); }
void HttpServer::start() { impl_->start(); }
Result<void> HttpServer::reload_certificate() { return impl_->load_certificate(); }
void HttpServer::stop(std::uint32_t most_seconds) { impl_->stop(most_seconds); }
HttpCounts HttpServer::counts() const { return impl_->counts(); }

}  // namespace cordon::net
