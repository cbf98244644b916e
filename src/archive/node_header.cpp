#include "archive/node_header.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "archive/script_text.h"

namespace cordon::archive {
namespace {

constexpr double kSafeInteger = 9007199254740991;  // 2^53 - 1

struct Field {
  std::size_t at, size;
};
constexpr Field kName{0, 100}, kMode{100, 8}, kOwner{108, 8}, kGroup{116, 8}, kSize{124, 12}, kChanged{136, 12};
constexpr Field kSum{148, 8}, kLink{157, 100}, kMagic{257, 8}, kMajor{329, 8}, kMinor{337, 8}, kPrefix{345, 155};
// Where star keeps two times, the prefix is shorter: the byte before them is zero then.
constexpr Field kShortPrefix{345, 130}, kAccessed{476, 12}, kCreated{488, 12};
constexpr std::size_t kPrefixEnd = 475, kType = 156;
// node-tar looks for the sum's digits in 12 bytes of a field that has 8.
constexpr Field kReadSum{148, 12};

std::string_view view(std::string_view block, Field field) { return block.substr(field.at, field.size); }

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

struct Number {
  bool is_bad = false;
  std::optional<double> value;  // nothing: no digits
};

// Big-endian, with 0x80 in front of positive and 0xff of negative numbers, which are two's complement.
Number binary_number(std::string_view field) {
  const auto lead = static_cast<unsigned char>(field[0]);
  if (lead != 0x80 && lead != 0xff) return {true, {}};
  double value = lead == 0xff ? -1 : 0;
  for (const char c : field.substr(1)) {
    value = value * 256 + static_cast<unsigned char>(c);
    if (std::abs(value) > kSafeInteger + 1) return {true, {}};
  }
  if (std::abs(value) > kSafeInteger) return {true, {}};
  return {false, value};
}

// What `.replace(/\0.*$/, '')` leaves: the zero that counts is the first without a line break behind it.
std::string_view without_last_zero_tail(std::string_view text) {
  std::size_t start = 0;
  for (const std::string_view mark : {"\n", "\r", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    if (const std::size_t at = text.rfind(mark); at != std::string_view::npos)
      start = std::max(start, at + mark.size());
  return text.substr(0, text.find('\0', start));
}

Number number_of(std::string_view field) {
  if ((static_cast<unsigned char>(field[0]) & 0x80) != 0) return binary_number(field);
  if (is_ascii(field)) return {false, parse_int(without_last_zero_tail(field), 8)};
  const std::string text = decode_lossy(field);
  return {false, parse_int(without_last_zero_tail(text), 8)};
}

// Blanks, octal digits, then zeros and blanks only; or nothing but those.
bool is_plain_number(std::string_view field, bool needs_end) {
  if ((static_cast<unsigned char>(field[0]) & 0x80) != 0) return static_cast<unsigned char>(field[0]) == 0x80;
  const std::size_t digits = std::min(field.find_first_not_of(' '), field.size());
  const std::size_t end = std::min(field.find_first_not_of("01234567", digits), field.size());
  if (needs_end && (end == digits || end == field.size())) return false;
  return field.find_first_not_of(std::string_view(" \0", 2), end) == std::string_view::npos;
}

std::string text_of(std::string_view field) {
  const std::size_t zero = field.find('\0');
  // Most fields end with zeros to their end.
  if (zero != std::string_view::npos && field.find_first_not_of('\0', zero) == std::string_view::npos)
    field = field.substr(0, zero);
  return is_ascii(field) && field.find('\0') == std::string_view::npos ? std::string(field)
                                                                       : without_zero_tail(decode_lossy(field));
}

// Whether other programs, which stop at the first zero, read the same.
bool ends_at_zero(std::string_view field) {
  const std::size_t zero = field.find('\0');
  return zero == std::string_view::npos || field.find_first_of("\n\r\xE2", zero) == std::string_view::npos;
}

char type_of(char flag) {
  if (flag == '\0') return '0';
  return std::string_view("01234567gxADIKLMNSVX").find(flag) != std::string_view::npos ? flag : '\0';
}

bool is_posix(std::string_view block) {
  return view(block, kMagic) == std::string_view(
                                    "ustar\0"
                                    "00",
                                    8);
}

// The numbers that only headers of POSIX have. False when one cannot be decoded.
bool posix_numbers_decode(std::string_view block, const NodeExtra& extra, const NodeExtra& global) {
  if (number_of(view(block, kMajor)).is_bad || number_of(view(block, kMinor)).is_bad) return false;
  if (block[kPrefixEnd] != '\0') return true;
  const bool skips_accessed = extra.has_accessed || global.has_accessed;
  const bool skips_created = extra.has_created || global.has_created;
  return (skips_accessed || !number_of(view(block, kAccessed)).is_bad) &&
         (skips_created || !number_of(view(block, kCreated)).is_bad);
}

// Sets path and what tells whether all programs agree on it.
void read_path(std::string_view block, NodeHeader& header) {
  header.is_settled = ends_at_zero(view(block, kName)) && ends_at_zero(view(block, kLink));
  if (!is_posix(block)) {
    // Another version, or a magic that only begins like it: to some programs there is a prefix all the same. In GNU's
    // own headers other things stand there.
    const std::string_view magic = view(block, kMagic);
    if (magic.starts_with("ustar") && magic != std::string_view("ustar  \0", 8) && block[kPrefix.at] != '\0')
      header.is_settled = false;
    return;
  }
  if (!ends_at_zero(view(block, kPrefix))) header.is_settled = false;
  if (block[kPrefixEnd] != '\0') {
    if (block[kPrefix.at] == '\0') header.is_settled = false;
    header.path = text_of(view(block, kPrefix)) + "/" + header.path;
  } else if (const std::string prefix = text_of(view(block, kShortPrefix)); !prefix.empty()) {
    header.path = prefix + "/" + header.path;
  }
}

}  // namespace

void NodeExtra::add(const NodeExtra& other) {
  if (other.path) path = other.path;
  if (other.link) link = other.link;
  if (other.size) size = other.size;
  has_owner |= other.has_owner, has_group |= other.has_group, has_changed |= other.has_changed;
  has_accessed |= other.has_accessed, has_created |= other.has_created;
}

bool NodeHeader::is_object(char type) { return (type >= '0' && type <= '7') || type == 'D'; }

bool NodeHeader::describes(char type) {
  return type != '\0' && std::string_view("xXgLNK").find(type) != std::string_view::npos;
}

NodeHeader decode_node_header(std::string_view block, const NodeExtra& said, const NodeExtra& said_of_all) {
  const NodeExtra none;
  NodeHeader header;
  header.type = type_of(block[kType]);
  const bool applies = header.is_object(header.type);
  const NodeExtra& extra = applies ? said : none;
  const NodeExtra& global = applies ? said_of_all : none;
  const Number mode = number_of(view(block, kMode)), sum = number_of(view(block, kReadSum));
  const Number size = extra.size || global.size ? Number{} : number_of(view(block, kSize));
  header.is_undecodable =
      mode.is_bad || sum.is_bad || size.is_bad ||
      (!extra.has_owner && !global.has_owner && number_of(view(block, kOwner)).is_bad) ||
      (!extra.has_group && !global.has_group && number_of(view(block, kGroup)).is_bad) ||
      (!extra.has_changed && !global.has_changed && number_of(view(block, kChanged)).is_bad) ||
      // The two times of star are looked for in what was said even where the rest of it does not apply.
      (is_posix(block) && !posix_numbers_decode(block, said, said_of_all));
  if (header.is_undecodable) return header;
  header.path = text_of(view(block, kName));
  header.mode = static_cast<std::int64_t>(mode.value.value_or(0));
  header.size = std::max(0.0, extra.size ? *extra.size : global.size ? *global.size : size.value.value_or(0));
  if (header.type == '0' && (extra.path ? extra.path->ends_with('/') : header.path.ends_with('/'))) header.type = '5';
  if (header.type == '5') header.size = 0;
  header.link = text_of(view(block, kLink));
  const std::size_t bare = header.path.size();
  read_path(block, header);
  // node-tar hangs the prefix also before a path that an extra header gave, and then only asks whether anything is
  // there.
  header.has_path = extra.path ? !extra.path->empty() || header.path.size() > bare : !header.path.empty();
  const auto add = [](unsigned total, char c) { return total + static_cast<unsigned char>(c); };
  const unsigned total = std::accumulate(block.begin() + kSum.at + kSum.size, block.end(),
                                         std::accumulate(block.begin(), block.begin() + kSum.at, 8u * ' ', add), add);
  header.checksum_holds = sum.value && *sum.value == total;
  header.is_zero_block = !sum.value && total == 8u * ' ';
  for (const Field field : {kMode, kOwner, kGroup, kSize, kChanged, kMajor, kMinor})
    header.is_plain = header.is_plain && is_plain_number(view(block, field), false);
  header.is_plain = header.is_plain && is_plain_number(view(block, kSum), true);
  return header;
}

std::optional<std::uint64_t> own_size(std::string_view block) {
  const std::string_view field = view(block, kSize);
  const Number number = number_of(field);
  if (number.is_bad || !is_plain_number(field, false) || number.value.value_or(0) < 0) return std::nullopt;
  return static_cast<std::uint64_t>(number.value.value_or(0));
}

}  // namespace cordon::archive
