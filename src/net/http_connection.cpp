#include "net/http_connection.h"

#include <sys/sendfile.h>

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <vector>

#include "net/http_head.h"
#include "net/http_reply.h"

namespace cordon::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

template <class T>
using Task = asio::awaitable<T, Lane::Executor>;
constexpr asio::use_awaitable_t<Lane::Executor> kAwait;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Lane::Executor>;

constexpr std::uint32_t kLingerSeconds = 2;
constexpr std::size_t kPieceBytes = 64 << 10;  // of a file, where the system cannot send it itself

HttpResponse plain_refusal(unsigned status, std::string_view why) {
  return {status, {{"Content-Type", "application/json"}}, "{\"error\":\"" + std::string(why) + "\"}\n"};
}

template <class Stream>
class Connection final : public Deadline {
 public:
  Connection(Stream stream, Lane& lane, std::shared_ptr<HttpShared> shared)
      : stream_(std::move(stream)), lane_(lane), shared_(std::move(shared)), limits_(shared_->options.limits) {
    place_ = lane_.enter(this);
    ++shared_->open;
    error_code ignored;
    if (const auto peer = socket().remote_endpoint(ignored); !ignored) peer_ = peer.address().to_string(ignored);
  }
  ~Connection() override {
    lane_.leave(place_);
    --shared_->open;
  }

  void give_up() override {
    error_code ignored;
    socket().close(ignored);
    if (waiting_ != nullptr) waiting_->cancel();
  }

  Task<void> run() {
    error_code ignored;
    socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    if (!co_await greet()) co_return;
    while (co_await one_request()) {
    }
    co_await end();
  }

 private:
  static constexpr bool kTls = !std::is_same_v<Stream, HttpSocket>;

  HttpSocket& socket() {
    if constexpr (kTls) return stream_.next_layer();
    else return stream_;
  }

  Task<bool> greet() {
    if constexpr (kTls) {
      in_seconds(limits_.header_seconds);
      error_code error;
      co_await stream_.async_handshake(asio::ssl::stream_base::server, asio::redirect_error(kAwait, error));
      co_return !error;
    }
    co_return true;
  }

  // Where something was refused the client may still be sending: closing over that would take back our answer, so it
  // is read for a moment (RFC 9112, 9.6).
  Task<void> end() {
    error_code error;
    in_seconds(kLingerSeconds);
    if constexpr (kTls) co_await stream_.async_shutdown(asio::redirect_error(kAwait, error));
    socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    std::vector<char> rest(is_refused_ ? 4096 : 0);
    for (error = {}; is_refused_ && !error;)
      co_await socket().async_read_some(asio::buffer(rest), asio::redirect_error(kAwait, error));
  }

  // False when the connection ends.
  Task<bool> one_request() {
    error_code error;
    if (buffer_.size() == 0) {
      may_end(true);
      in_seconds(limits_.idle_seconds);
      if (shared_->stopping) co_return false;
      const std::size_t bytes =
          co_await stream_.async_read_some(buffer_.prepare(4096), asio::redirect_error(kAwait, error));
      may_end(false);
      if (error) co_return false;
      buffer_.commit(bytes);
    }
    in_seconds(limits_.header_seconds);
    http::request_parser<http::string_body> parser;
    parser.header_limit(limits_.header_bytes);
    parser.body_limit(limits_.body_bytes);
    co_await http::async_read_header(stream_, buffer_, parser, asio::redirect_error(kAwait, error));
    if (error) co_return co_await bad_request(error);
    const auto begun = Clock::now();
    ++shared_->requests;
    const HeadFault fault = fault_of(parser.get().base());
    if (fault.status != 0) co_return co_await refuse(fault.status, fault.why);
    bool keep_alive = parser.get().keep_alive();
    if (!parser.is_done()) {
      in_seconds(limits_.body_seconds);
      if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(stream_, asio::buffer(kContinue), asio::redirect_error(kAwait, error));
        if (error) co_return false;
      }
      co_await http::async_read(stream_, buffer_, parser, asio::redirect_error(kAwait, error));
      if (error) co_return co_await bad_request(error);
    }
    HttpRequest request = request_of(parser.get().base());
    request.body = std::move(parser.get().body());
    request.peer = peer_;
    request.is_tls = kTls;
    const bool head_only = request.method == "HEAD";
    const std::string method = request.method, target = request.target;
    const HttpResponse response = co_await answer(std::move(request));
    keep_alive = keep_alive && !shared_->stopping;
    const bool good = co_await write(response, head_only, keep_alive);
    if (shared_->handlers.access) {
      const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
      shared_->handlers.access(
          {method, target, peer_, response.status, sent_, static_cast<std::uint64_t>(taken.count())});
    }
    co_return good&& keep_alive;
  }

  Task<HttpResponse> answer(HttpRequest request) {
    const auto state = std::make_shared<HttpReply::State>(lane_);
    shared_->handlers.request(std::move(request), HttpReply(state));
    if (!state->is_there()) {
      in_seconds(limits_.answer_seconds + limits_.stalled_seconds);
      Timer timer(lane_.context());
      timer.expires_after(std::chrono::seconds(limits_.answer_seconds));
      state->when_there([&timer]() { timer.cancel(); });
      waiting_ = &timer;
      error_code ignored;
      co_await timer.async_wait(asio::redirect_error(kAwait, ignored));
      waiting_ = nullptr;
      state->when_there({});
    }
    if (state->is_there()) co_return state->take();
    ++shared_->timed_out;
    co_return plain_refusal(504, "it took too long to answer");
  }

  Task<bool> bad_request(error_code error) {
    // The client went, or its time was over and the socket is closed.
    if (error == http::error::end_of_stream ||
        error.category() != http::make_error_code(http::error::bad_method).category())
      co_return false;
    if (error == http::error::body_limit) co_return co_await refuse(413, "the body is larger than the limit");
    if (error == http::error::header_limit) co_return co_await refuse(431, "the head is larger than the limit");
    if (error == http::error::partial_message) co_return false;
    co_return co_await refuse(400, "no request of HTTP/1.1");
  }

  // Refuses what cannot be read any further, and ends the connection.
  Task<bool> refuse(unsigned status, std::string_view why) {
    ++shared_->refused;
    is_refused_ = true;
    const HttpResponse response = plain_refusal(status, why);
    co_await write(response, false, false);
    if (shared_->handlers.access) shared_->handlers.access({"", "", peer_, status, sent_, 0});
    co_return false;
  }

  Task<bool> write(const HttpResponse& response, bool head_only, bool keep_alive) {
    sent_ = 0;
    error_code error;
    const std::string head = head_of(response, keep_alive);
    in_seconds(limits_.stalled_seconds);
    if (const auto* file = std::get_if<FileBody>(&response.body)) {
      co_await asio::async_write(stream_, asio::buffer(head), asio::redirect_error(kAwait, error));
      co_return !error && (head_only || co_await write_file(*file));
    }
    std::string_view body;
    if (const auto* text = std::get_if<std::string>(&response.body)) body = *text;
    else if (const auto& shared = std::get<std::shared_ptr<const std::string>>(response.body)) body = *shared;
    if (head_only || response.status == 204 || response.status == 304) body = {};
    const std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(body.data(), body.size())};
    // In pieces, so that a slow client that takes some is not taken for one that takes nothing.
    std::size_t done = 0;
    const std::size_t all = head.size() + body.size();
    while (done < all && !error) {
      in_seconds(limits_.stalled_seconds);
      done += co_await stream_.async_write_some(rest_of(both, done), asio::redirect_error(kAwait, error));
    }
    sent_ = done > head.size() ? done - head.size() : 0;
    co_return !error;
  }

  static std::array<asio::const_buffer, 2> rest_of(const std::array<asio::const_buffer, 2>& both, std::size_t done) {
    const std::size_t first = std::min(done, both[0].size());
    return {both[0] + first, both[1] + (done - first)};
  }

  Task<bool> write_file(const FileBody& file) {
    error_code error;
    std::vector<char> piece;
    while (sent_ < file.size) {
      in_seconds(limits_.stalled_seconds);
      const std::uint64_t left = file.size - sent_;
      auto offset = static_cast<off_t>(file.begin + sent_);
      if constexpr (!kTls) {
        const ssize_t bytes = ::sendfile(socket().native_handle(), file.file->get(), &offset, left);
        if (bytes > 0) sent_ += static_cast<std::uint64_t>(bytes);
        if (bytes > 0 || (bytes < 0 && errno == EINTR)) continue;
        if (bytes == 0 || errno != EAGAIN) co_return false;  // the file is shorter than it was, or the client went
        co_await socket().async_wait(asio::ip::tcp::socket::wait_write, asio::redirect_error(kAwait, error));
      } else {
        piece.resize(std::min<std::uint64_t>(left, kPieceBytes));
        const ssize_t bytes = ::pread(file.file->get(), piece.data(), piece.size(), offset);
        if (bytes <= 0) co_return false;
        piece.resize(static_cast<std::size_t>(bytes));
        co_await asio::async_write(stream_, asio::buffer(piece), asio::redirect_error(kAwait, error));
        if (!error) sent_ += piece.size();
      }
      if (error) co_return false;
    }
    co_return true;
  }

  Stream stream_;
  Lane& lane_;
  std::shared_ptr<HttpShared> shared_;
  const HttpLimits& limits_;
  std::list<Deadline*>::iterator place_;
  boost::beast::flat_buffer buffer_{256u << 10};
  std::string peer_;
  bool is_refused_ = false;
  Timer* waiting_ = nullptr;  // for an answer
  std::uint64_t sent_ = 0;    // of the body of this answer
};

template <class Stream>
void start(Stream stream, Lane& lane, std::shared_ptr<HttpShared> shared) {
  asio::io_context& context = lane.context();
  auto connection = std::make_shared<Connection<Stream>>(std::move(stream), lane, std::move(shared));
  // The lambda keeps the connection until its coroutine has ended. What could be thrown (no memory) ends this
  // connection.
  asio::co_spawn(context.get_executor(), [connection] { return connection->run(); }, [](const std::exception_ptr&) {});
}

}  // namespace

void serve_connection(HttpSocket socket, std::shared_ptr<asio::ssl::context> tls, Lane& lane,
                      std::shared_ptr<HttpShared> shared) {
  if (!tls) return start(std::move(socket), lane, std::move(shared));
  start(asio::ssl::stream<HttpSocket>(std::move(socket), *tls), lane, std::move(shared));
}

}  // namespace cordon::net
