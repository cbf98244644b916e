// Names of DNS, and of its types and codes.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "network/byte_reader.h"
#include "network/dns.h"

namespace cordon::network {

namespace {

constexpr int kMostPointers = 64;
constexpr std::size_t kMostNameBytes = 255;

struct Named {
  std::uint16_t number;
  std::string_view name;
};

constexpr Named kTypes[] = {{1, "A"},           {2, "NS"},     {5, "CNAME"},  {6, "SOA"},      {10, "NULL"},
                            {12, "PTR"},        {13, "HINFO"}, {15, "MX"},    {16, "TXT"},     {17, "RP"},
                            {18, "AFSDB"},      {25, "KEY"},   {28, "AAAA"},  {29, "LOC"},     {33, "SRV"},
                            {35, "NAPTR"},      {37, "CERT"},  {39, "DNAME"}, {41, "OPT"},     {43, "DS"},
                            {44, "SSHFP"},      {46, "RRSIG"}, {47, "NSEC"},  {48, "DNSKEY"},  {50, "NSEC3"},
                            {51, "NSEC3PARAM"}, {52, "TLSA"},  {59, "CDS"},   {60, "CDNSKEY"}, {61, "OPENPGPKEY"},
                            {64, "SVCB"},       {65, "HTTPS"}, {99, "SPF"},   {249, "TKEY"},   {250, "TSIG"},
                            {251, "IXFR"},      {252, "AXFR"}, {255, "ANY"},  {256, "URI"},    {257, "CAA"}};
constexpr Named kCodes[] = {{0, "NOERROR"}, {1, "FORMERR"},  {2, "SERVFAIL"},  {3, "NXDOMAIN"},
                            {4, "NOTIMP"},  {5, "REFUSED"},  {6, "YXDOMAIN"},  {7, "YXRRSET"},
                            {8, "NXRRSET"}, {9, "NOTAUTH"},  {10, "NOTZONE"},  {16, "BADVERS"},
                            {17, "BADKEY"}, {18, "BADTIME"}, {22, "BADTRUNC"}, {23, "BADCOOKIE"}};

std::string named(std::span<const Named> table, std::uint16_t number, std::string_view prefix) {
  const auto found = std::ranges::find(table, number, &Named::number);
  return found != table.end() ? std::string(found->name) : fmt::format("{}{}", prefix, number);
}

void append_label(std::string_view label, std::string& out) {
  for (const char c : label) {
    if (c > ' ' && c < 0x7F && c != '.' && c != '\\') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    else fmt::format_to(std::back_inserter(out), "\\{:03}", static_cast<unsigned char>(c));
  }
}

}  // namespace

std::optional<std::string> dns_name(std::string_view message, std::size_t& at) {
  std::string out;
  std::size_t read = at, bytes = 0;
  bool jumped = false;
  for (int pointers = 0;;) {
    if (read >= message.size()) return std::nullopt;
    const std::uint8_t length = byte_at(message, read);
    if (length >= 0xC0) {
      if (read + 2 > message.size() || ++pointers > kMostPointers) return std::nullopt;
      if (!jumped) at = read + 2;
      jumped = true;
      read = big16(message, read) & 0x3FFF;
      continue;
    }
    if (length >= 0x40) return std::nullopt;  // the two other kinds of labels are not in use
    bytes += length + 1u;
    if (bytes > kMostNameBytes || read + 1 + length > message.size()) return std::nullopt;
    if (length == 0) break;
    if (!out.empty()) out += '.';
    append_label(message.substr(read + 1, length), out);
    read += 1u + length;
  }
  if (!jumped) at = read + 1;
  if (out.empty()) out = ".";
  return out;
}

std::string dns_type_name(std::uint16_t type) { return named(kTypes, type, "TYPE"); }
std::string dns_code_name(std::uint16_t code) { return named(kCodes, code, "RCODE"); }

}  // namespace cordon::network
