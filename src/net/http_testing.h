// A client of HTTP for tests: it says what it is told to, byte by byte.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/os/file_descriptor.h"

namespace cordon::net {

class TestClient {
 public:
  explicit TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_connected_ = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }

  bool say(std::string_view bytes) {
    return is_connected_ &&
           ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }

  // Everything until the other side ends, or nothing comes for so long.
  std::string hear(int milliseconds = 5'000) {
    std::string out;
    char piece[65536];
    pollfd waiting{socket_.get(), POLLIN, 0};
    while (::poll(&waiting, 1, milliseconds) == 1) {
      const ssize_t bytes = ::recv(socket_.get(), piece, sizeof piece, 0);
      if (bytes <= 0) {
        ended_ = true;
        break;
      }
      out.append(piece, static_cast<std::size_t>(bytes));
    }
    return out;
  }

  bool ended() const { return ended_; }

 private:
  os::FileDescriptor socket_;
  bool is_connected_ = false, ended_ = false;
};

inline unsigned status_of(std::string_view answer) {
  unsigned status = 0;
  if (answer.size() > 12 && answer.starts_with("HTTP/1.1 ")) std::from_chars(&answer[9], &answer[12], status);
  return status;
}

inline std::string_view body_of(std::string_view answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string_view() : answer.substr(end + 4);
}

// Value of a header; empty where there is none.
inline std::string header_of(std::string_view answer, std::string_view name) {
  const std::string line = "\r\n" + std::string(name) + ": ";
  const std::size_t at = answer.find(line);
  if (at == std::string_view::npos || at > answer.find("\r\n\r\n")) return {};
  return std::string(answer.substr(at + line.size(), answer.find("\r\n", at + 2) - at - line.size()));
}

}  // namespace cordon::net
