// What a name server answered (RFC 1035 section 4), as far as the sensor needs it: the question and the addresses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::host {

struct DnsAnswer {
  std::string name;                  // the question's, without its last dot; "." is the root
  std::string type;                  // A, AAAA, TXT, ...; "TYPE65" where it has no usual name
  std::string response;              // NOERROR, NXDOMAIN, ...; "RCODE11" likewise
  std::vector<std::string> aliases;  // CNAMEs, in order
  std::vector<std::string> addresses;
  bool cut = false;  // some of the records are not in the message
};

// Reads a message that answers exactly one question. Records after the question are read until one cannot be: what came
// before it is kept and `cut` says so. Letters other than printable ASCII, and dots inside a label, are written as \DDD
// (section 5.1). Fails: truncated, invalid_value (no answer, another number of questions, a name that points in circles
// or is longer than 255 bytes).
Result<DnsAnswer> read_dns_answer(std::string_view message);

}  // namespace cordon::host
