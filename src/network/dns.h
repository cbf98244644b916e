// Messages of the domain name system (RFC 1035; multicast DNS, RFC 6762, and LLMNR, RFC 4795, have the same form).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "network/address.h"

namespace cordon::network {

struct DnsLimits {
  std::size_t records = 256;     // of one message; what is beyond is counted
  std::size_t text_bytes = 512;  // of one record as text
};

struct DnsQuestion {
  std::string name;        // as dns_name gives it
  std::uint16_t type = 0;  // RFC 1035 section 3.2.2 and the registry of IANA
};

struct DnsRecord {
  std::string name;
  std::uint16_t type = 0;
  std::uint32_t ttl_seconds = 0;
  std::string text;                // what it says: an address, a name, "10 mail.example.test", or as RFC 3597 has it
  std::optional<Address> address;  // of A and AAAA
};

struct DnsMessage {
  std::uint16_t id = 0;
  bool response = false;
  std::uint8_t operation = 0;  // 0 = query
  std::uint16_t code = 0;      // of the response
  std::vector<DnsQuestion> questions;
  std::vector<DnsRecord> answers;    // of the answer section
  std::size_t records_left_out = 0;  // answers beyond the limit
  bool shortened = false;            // its sender left something out (TC): the client asks again over TCP
  bool incomplete = false;           // cut by the capture, or damaged behind what was read
  bool whole = false;                // all sections were read and nothing stands behind them
};

// Fails with truncated when the header is cut, with syntax when the first question makes no sense; what comes after is
// read as far as it goes.
Result<DnsMessage> read_dns(std::string_view bytes, const DnsLimits& limits = {});

// The name at `at` of the message: lower case, without the last dot ("." is the root), what is no printable ASCII, and
// a dot or backslash within a label, as \DDD (RFC 1035 section 5.1). Follows pointers (section 4.1.4), at most 64 of
// them; a name has at most 255 bytes. `at` is moved behind the name. Nothing when it makes no sense.
std::optional<std::string> dns_name(std::string_view message, std::size_t& at);

std::string dns_type_name(std::uint16_t type);  // "A", "TXT", "TYPE65280"
std::string dns_code_name(std::uint16_t code);  // "NOERROR", "NXDOMAIN", "RCODE15"

}  // namespace cordon::network
