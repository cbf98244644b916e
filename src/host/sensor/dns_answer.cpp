#include "host/sensor/dns_answer.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <array>
#include <optional>
#include <utility>

namespace cordon::host {

namespace {

constexpr std::size_t kHeadBytes = 12;
constexpr std::size_t kNameBytes = 255;  // RFC 1035 section 2.3.4
constexpr std::uint32_t kTypeAddress = 1;
constexpr std::uint32_t kTypeAlias = 5;
constexpr std::uint32_t kTypeAddress6 = 28;

void append_label(std::string& name, std::string_view label) {
  for (char letter : label) {
    auto code = static_cast<unsigned char>(letter);
    if (code > 0x20 && code < 0x7f && letter != '.' && letter != '\\') {
      name += letter;
      continue;
    }
    name += '\\';
    for (unsigned place : {100U, 10U, 1U}) name += static_cast<char>('0' + code / place % 10);
  }
}

class Message {
 public:
  explicit Message(std::string_view bytes) : bytes_(bytes) {}

  std::size_t at() const { return at_; }
  void move_to(std::size_t at) { at_ = at; }
  bool has(std::size_t count) const { return at_ <= bytes_.size() && bytes_.size() - at_ >= count; }

  Result<std::uint32_t> number(std::size_t count) {
    if (!has(count)) return fail(ErrorCode::truncated, "an answer that ends early");
    std::uint32_t value = 0;
    for (; count > 0; --count) value = value << 8 | static_cast<unsigned char>(bytes_[at_++]);
    return value;
  }

  Result<std::string_view> take(std::size_t count) {
    if (!has(count)) return fail(ErrorCode::truncated, "an answer that ends early");
    at_ += count;
    return bytes_.substr(at_ - count, count);
  }

  // Follows pointers backwards only, so that it ends (section 4.1.4).
  Result<std::string> name() {
    std::string text;
    std::size_t length = 0, limit = at_;
    std::optional<std::size_t> after;
    for (;;) {
      std::uint32_t head = TRY(number(1));
      if (head == 0) break;
      if ((head & 0xc0) == 0xc0) {
        std::size_t target = (head & 0x3f) << 8 | TRY(number(1));
        if (!after) after = at_;
        if (target >= limit) return fail(ErrorCode::invalid_value, "a name that does not point backwards");
        limit = target;
        at_ = target;
        continue;
      }
      if ((head & 0xc0) != 0) return fail(ErrorCode::invalid_value, "a label of no known kind");
      length += head + 1;
      if (length >= kNameBytes) return fail(ErrorCode::invalid_value, "a name that is too long");
      if (!text.empty()) text += '.';
      append_label(text, TRY(take(head)));
    }
    if (after) at_ = *after;
    return text.empty() ? std::string(".") : text;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

std::string type_name(std::uint32_t type) {
  constexpr std::array<std::pair<std::uint32_t, std::string_view>, 11> kNames{{{1, "A"},
                                                                               {2, "NS"},
                                                                               {5, "CNAME"},
                                                                               {6, "SOA"},
                                                                               {12, "PTR"},
                                                                               {15, "MX"},
                                                                               {16, "TXT"},
                                                                               {28, "AAAA"},
                                                                               {33, "SRV"},
                                                                               {64, "SVCB"},
                                                                               {65, "HTTPS"}}};
  for (const auto& [number, name] : kNames) {
    if (number == type) return std::string(name);
  }
  return "TYPE" + std::to_string(type);  // RFC 3597 section 5
}

std::string response_name(std::uint32_t code) {
  constexpr std::array<std::string_view, 6> kNames{"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};
  return code < kNames.size() ? std::string(kNames[code]) : "RCODE" + std::to_string(code);
}

Result<void> read_record(Message& message, DnsAnswer& out) {
  TRY(message.name());
  std::uint32_t type = TRY(message.number(2));
  TRY(message.number(2));  // class
  TRY(message.number(4));  // time to live
  std::uint32_t length = TRY(message.number(2));
  std::size_t begin = message.at();
  std::string_view data = TRY(message.take(length));
  if (type == kTypeAlias) {
    message.move_to(begin);
    out.aliases.push_back(TRY(message.name()));
    message.move_to(begin + length);
  }
  std::size_t expected = type == kTypeAddress ? 4 : type == kTypeAddress6 ? 16 : 0;
  if (expected == 0 || data.size() != expected) return {};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_ntop(expected == 4 ? AF_INET : AF_INET6, data.data(), text.data(), text.size()) != nullptr) {
    out.addresses.emplace_back(text.data());
  }
  return {};
}

}  // namespace

Result<DnsAnswer> read_dns_answer(std::string_view bytes) {
  Message message(bytes);
  if (!message.has(kHeadBytes)) return fail(ErrorCode::truncated, "an answer without its head");
  TRY(message.number(2));
  std::uint32_t flags = TRY(message.number(2));
  std::uint32_t questions = TRY(message.number(2)), records = TRY(message.number(2));
  if ((flags & 0x8000) == 0 || questions != 1) return fail(ErrorCode::invalid_value, "no answer to one question");
  message.move_to(kHeadBytes);
  DnsAnswer out;
  out.name = TRY(message.name());
  out.type = type_name(TRY(message.number(2)));
  TRY(message.number(2));
  out.response = response_name(flags & 0x0f);
  out.cut = (flags & 0x0200) != 0;
  for (; records > 0; --records) {
    if (auto read = read_record(message, out); !read) {
      out.cut = true;
      break;
    }
  }
  return out;
}

}  // namespace cordon::host
