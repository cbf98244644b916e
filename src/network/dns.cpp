#include "network/dns.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "network/byte_reader.h"

namespace cordon::network {

namespace {

constexpr std::size_t kHeaderBytes = 12;
constexpr std::uint16_t kA = 1, kNs = 2, kCname = 5, kSoa = 6, kPtr = 12, kMx = 15, kTxt = 16, kAaaa = 28, kSrv = 33,
                        kDname = 39, kOpt = 41, kSpf = 99;

struct Section {
  std::string_view message;
  std::size_t at = kHeaderBytes;
};

bool read_question(Section& in, DnsQuestion& out) {
  auto name = dns_name(in.message, in.at);
  if (!name || in.message.size() - in.at < 4) return false;
  out.name = std::move(*name);
  out.type = big16(in.message, in.at);
  in.at += 4;
  return true;
}

// Strings of at most 255 bytes, one after the other, joined: that is how long texts are split.
std::string joined_strings(std::string_view data, std::size_t limit) {
  std::string out;
  ByteReader in(data);
  while (!in.empty() && out.size() < limit) {
    for (const char c : in.take(in.u8())) {
      if (c >= ' ' && c < 0x7F && c != '\\') out += c;
      else fmt::format_to(std::back_inserter(out), "\\{:03}", static_cast<unsigned char>(c));
    }
  }
  if (out.size() > limit) out.resize(limit);
  return out;
}

// RFC 3597 section 5: data of a type that is not understood.
std::string unknown_data(std::string_view data, std::size_t limit) {
  std::string out = fmt::format("\\# {}", data.size());
  if (!data.empty()) out += ' ';
  for (const char c : data.substr(0, limit / 4))
    fmt::format_to(std::back_inserter(out), "{:02x}", static_cast<unsigned char>(c));
  return out;
}

// `at` is where the data of the record stands in the message, for names in it may point back.
std::string data_text(std::string_view message, std::size_t at, std::size_t length, std::uint16_t type,
                      const DnsLimits& limits) {
  const std::string_view data = message.substr(at, length);
  const auto name = [&](std::size_t offset) {
    std::size_t from = at + offset;
    return dns_name(message, from).value_or(std::string());
  };
  switch (type) {
    case kA:
      if (length == 4) return Address::v4(data).text();
      break;
    case kAaaa:
      if (length == 16) return Address::v6(data).text();
      break;
    case kNs:
    case kCname:
    case kPtr:
    case kDname: return name(0);
    case kMx:
      if (length > 2) return fmt::format("{} {}", big16(data, 0), name(2));
      break;
    case kSrv:
      if (length > 6) return fmt::format("{} {} {} {}", big16(data, 0), big16(data, 2), big16(data, 4), name(6));
      break;
    case kSoa: {
      std::size_t from = at;
      const auto server = dns_name(message, from), person = server ? dns_name(message, from) : std::nullopt;
      if (person) return *server + ' ' + *person;
      break;
    }
    case kTxt:
    case kSpf: return joined_strings(data, limits.text_bytes);
    default: break;
  }
  return unknown_data(data, limits.text_bytes);
}

bool read_record(Section& in, DnsRecord& out, const DnsLimits& limits) {
  auto name = dns_name(in.message, in.at);
  if (!name || in.message.size() - in.at < 10) return false;
  out.name = std::move(*name);
  out.type = big16(in.message, in.at);
  out.ttl_seconds = big32(in.message, in.at + 4);
  const std::size_t length = big16(in.message, in.at + 8);
  in.at += 10;
  if (length > in.message.size() - in.at) return false;
  out.text = data_text(in.message, in.at, length, out.type, limits);
  if (out.type == kA && length == 4) out.address = Address::v4(in.message.substr(in.at, 4));
  if (out.type == kAaaa && length == 16) out.address = Address::v6(in.message.substr(in.at, 16));
  in.at += length;
  return true;
}

}  // namespace

Result<DnsMessage> read_dns(std::string_view bytes, const DnsLimits& limits) {
  if (bytes.size() < kHeaderBytes) return fail(ErrorCode::truncated, "the header of the message is cut");
  DnsMessage out;
  out.id = big16(bytes, 0);
  const std::uint16_t flags = big16(bytes, 2);
  out.response = flags & 0x8000;
  out.operation = static_cast<std::uint8_t>(flags >> 11 & 0xF);
  out.code = flags & 0xF;
  out.shortened = flags & 0x0200;
  const std::size_t questions = big16(bytes, 4), answers = big16(bytes, 6);
  const std::size_t others = std::size_t{big16(bytes, 8)} + big16(bytes, 10);
  Section in{.message = bytes};
  for (std::size_t i = 0; i < questions; ++i) {
    DnsQuestion question;
    if (out.questions.size() >= limits.records || !read_question(in, question)) {
      if (i == 0) return fail(ErrorCode::syntax, "a question that makes no sense");
      out.incomplete = true;
      return out;
    }
    out.questions.push_back(std::move(question));
  }
  for (std::size_t i = 0; i < answers + others; ++i) {
    DnsRecord record;
    if (i >= limits.records) {
      out.records_left_out = answers > i ? answers - i : 0;
      return out;
    }
    if (!read_record(in, record, limits)) {
      if (i == 0 && questions == 0) return fail(ErrorCode::syntax, "a record that makes no sense");
      out.incomplete = true;
      return out;
    }
    // RFC 6891 section 6.1.3: the upper bits of the code stand where other records have their time to live.
    if (record.type == kOpt && i >= answers) out.code |= static_cast<std::uint16_t>(record.ttl_seconds >> 24 << 4);
    if (i < answers) out.answers.push_back(std::move(record));
  }
  out.whole = in.at == bytes.size() && !out.incomplete;
  return out;
}

}  // namespace cordon::network
