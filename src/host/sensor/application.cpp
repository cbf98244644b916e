#include "host/sensor/application.h"

#include <algorithm>
#include <array>

namespace cordon::host {

namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool is_tls(std::string_view payload) {
  return payload.size() >= 6 && byte_at(payload, 0) == 0x16 && byte_at(payload, 1) == 3 && byte_at(payload, 2) <= 4 &&
         byte_at(payload, 5) == 1;
}

// METHOD SP target: a method is a token of capital letters, a target begins with "/", "*", or is an address or a host.
bool is_http(std::string_view payload) {
  constexpr std::array<std::string_view, 10> kMethods{"GET",     "POST",    "PUT",   "HEAD",     "DELETE",
                                                      "OPTIONS", "CONNECT", "PATCH", "PROPFIND", "PRI"};
  std::size_t end = payload.find(' ');
  if (end == std::string_view::npos || end + 1 >= payload.size()) return false;
  return std::ranges::find(kMethods, payload.substr(0, end)) != kMethods.end() && payload[end + 1] > ' ';
}

bool is_question(std::string_view message) {
  bool one_question = byte_at(message, 4) == 0 && byte_at(message, 5) == 1;
  return message.size() >= 12 && (byte_at(message, 2) & 0x80) == 0 && one_question;
}

// Pools of miners: {"id":1,"method":"mining.subscribe",...} (Bitcoin's), {"method":"login","params":{"login":...
// (Monero's), {"method":"eth_submitLogin",... (Ethereum's). Blanks between are free.
bool is_stratum(std::string_view payload) {
  if (!payload.starts_with('{')) return false;
  std::string dense;
  for (char letter : payload) {
    if (letter != ' ' && letter != '\t' && letter != '\r' && letter != '\n') dense += letter;
  }
  std::string_view text = dense;
  constexpr std::string_view kMethod = "\"method\":\"";
  std::size_t at = text.find(kMethod);
  if (at == std::string_view::npos) return text.find("\"login\":") != std::string_view::npos;
  text.remove_prefix(at + kMethod.size());
  constexpr std::array<std::string_view, 4> kCalls{"mining.", "login\"", "eth_submit", "eth_login"};
  return std::ranges::any_of(kCalls, [&](std::string_view call) { return text.starts_with(call); });
}

}  // namespace

std::optional<std::string> application_of(std::string_view payload, std::string_view protocol, std::uint32_t port) {
  if (protocol == "udp") {
    if (port == 53 && is_question(payload)) return "dns";
    return std::nullopt;
  }
  if (is_tls(payload)) return "tls";
  if (payload.starts_with("SSH-")) return "ssh";
  if (is_http(payload)) return "http";
  if (is_stratum(payload)) return "stratum";
  // Over TCP the length stands before the message (RFC 7766 section 8).
  if (port == 53 && payload.size() > 2 && is_question(payload.substr(2))) return "dns";
  return std::nullopt;
}

}  // namespace cordon::host
