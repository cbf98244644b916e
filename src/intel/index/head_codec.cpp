#include "intel/index/head_codec.h"

namespace cordon::intel {
namespace {

constexpr std::uint64_t kMalware = 1, kDisputed = 2, kPublished = 4, kWithdrawn = 8;
constexpr int kSeverityShift = 4;

void put_numbers(std::string& out, const std::vector<std::uint32_t>& numbers) {
  put_number(out, numbers.size());
  for (const std::uint32_t number : numbers) put_number(out, number);
}

std::vector<std::uint32_t> take_numbers(Cursor& cursor) {
  std::vector<std::uint32_t> numbers;
  for (std::uint64_t left = cursor.number(); left > 0 && cursor.good(); --left)
    numbers.push_back(static_cast<std::uint32_t>(cursor.number()));
  return numbers;
}

}  // namespace

std::string encode_head(const HeadFields& fields, std::uint32_t modified) {
  std::string out;
  put_number(out, (fields.malware ? kMalware : 0) | (fields.disputed ? kDisputed : 0) |
                      (fields.published != 0 ? kPublished : 0) | (fields.withdrawn != 0 ? kWithdrawn : 0) |
                      static_cast<std::uint64_t>(fields.severity) << kSeverityShift);
  for (const std::uint32_t time : {fields.published, fields.withdrawn})
    if (time != 0) put_difference(out, std::int64_t{modified} - time);
  put_number(out, fields.text);
  put_numbers(out, fields.names);
  put_number(out, fields.aliases.size());
  for (const AdvisoryKey alias : fields.aliases) put_row(out, alias);
  put_numbers(out, fields.cwes);
  put_numbers(out, fields.cvss);
  return out;
}

Result<HeadFields> decode_head(Cursor& cursor, std::uint32_t modified) {
  HeadFields fields;
  const std::uint64_t flags = cursor.number();
  fields.malware = (flags & kMalware) != 0;
  fields.disputed = (flags & kDisputed) != 0;
  const std::uint64_t severity = flags >> kSeverityShift;
  if (severity > static_cast<std::uint64_t>(SeverityWord::critical))
    return fail(ErrorCode::invalid_value, "a record of the index has no known severity");
  fields.severity = static_cast<SeverityWord>(severity);
  if ((flags & kPublished) != 0) fields.published = static_cast<std::uint32_t>(modified - cursor.difference());
  if ((flags & kWithdrawn) != 0) fields.withdrawn = static_cast<std::uint32_t>(modified - cursor.difference());
  fields.text = static_cast<std::uint32_t>(cursor.number());
  fields.names = take_numbers(cursor);
  for (std::uint64_t left = cursor.number(); left > 0 && cursor.good(); --left)
    fields.aliases.push_back(cursor.row<AdvisoryKey>());
  fields.cwes = take_numbers(cursor);
  fields.cvss = take_numbers(cursor);
  if (!cursor.good()) return fail(ErrorCode::invalid_value, "a record of the index is cut off");
  return fields;
}

void skip_head(Cursor& cursor) {
  const auto pass = [&](std::uint64_t numbers) {
    for (; numbers > 0 && cursor.good(); --numbers) cursor.number();
  };
  const std::uint64_t flags = cursor.number();
  pass(std::uint64_t{(flags & kPublished) != 0} + std::uint64_t{(flags & kWithdrawn) != 0} + 1);
  pass(cursor.number());
  for (std::uint64_t aliases = cursor.number(); aliases > 0 && cursor.good(); --aliases) cursor.row<AdvisoryKey>();
  pass(cursor.number());
  pass(cursor.number());
}

}  // namespace cordon::intel
