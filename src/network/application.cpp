#include "network/application.h"

#include <algorithm>

#include "network/byte_reader.h"
#include "network/http_head.h"
#include "network/openvpn.h"

namespace cordon::network {

namespace {

constexpr std::size_t kMostLineBytes = 2048;  // of a first line that is still waited for

// Whether the bytes begin with the word, as far as there are bytes.
bool may_begin_with(std::string_view bytes, std::string_view word) {
  return bytes.substr(0, word.size()) == word.substr(0, bytes.size());
}

Application recognise_json(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  const std::string_view line = bytes.substr(0, end);
  const auto holds = [&](std::string_view word) { return line.find(word) != std::string_view::npos; };
  if (holds("\"mining.")) return Application::stratum;
  if (holds("\"eth_submitLogin\"")) return Application::stratum;
  if (holds("\"login\"") && holds("\"method\"") && holds("\"pass\"")) return Application::stratum;
  const bool whole = end != std::string_view::npos || bytes.size() > kMostLineBytes;
  return whole ? Application::other : Application::undecided;
}

}  // namespace

std::string_view to_string(Application application) {
  switch (application) {
    case Application::tls: return "tls";
    case Application::http: return "http";
    case Application::http2: return "http2";
    case Application::dns: return "dns";
    case Application::ssh: return "ssh";
    case Application::stratum: return "stratum";
    case Application::quic: return "quic";
    case Application::openvpn: return "openvpn";
    case Application::undecided:
    case Application::other: break;
  }
  return {};
}

Application recognise(std::string_view first_bytes) {
  constexpr std::string_view kHttp2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  constexpr std::string_view kSsh = "SSH-";
  if (first_bytes.empty()) return Application::undecided;
  const auto whole = [&](std::string_view word) { return first_bytes.size() >= word.size(); };
  if (byte_at(first_bytes, 0) == 22) {
    if (first_bytes.size() < 6)
      return may_begin_with(first_bytes, "\x16\x03") ? Application::undecided : Application::other;
    return byte_at(first_bytes, 1) == 3 && byte_at(first_bytes, 2) <= 4 && byte_at(first_bytes, 5) == 1
               ? Application::tls
               : Application::other;
  }
  if (byte_at(first_bytes, 0) == 0) {
    const std::optional<bool> begins = begins_openvpn(first_bytes);
    if (!begins) return Application::undecided;
    return *begins ? Application::openvpn : Application::other;
  }
  if (may_begin_with(first_bytes, kSsh)) return whole(kSsh) ? Application::ssh : Application::undecided;
  if (may_begin_with(first_bytes, kHttp2Preface) && first_bytes.size() > 3)
    return whole(kHttp2Preface) ? Application::http2 : Application::undecided;
  if (first_bytes.front() == '{') return recognise_json(first_bytes);
  switch (looks_like_request(first_bytes)) {
    case HeadProgress::found: return Application::http;
    case HeadProgress::incomplete: return Application::undecided;
    case HeadProgress::absent: break;
  }
  return Application::other;
}

}  // namespace cordon::network
