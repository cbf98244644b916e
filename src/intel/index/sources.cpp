#include "intel/index/sources.h"

#include <array>
#include <utility>

#include "base/json.h"
#include "base/json_write.h"

namespace cordon::intel {
namespace {

constexpr std::array<std::pair<const char*, std::uint32_t IndexSource::*>, 4> kNumbers = {
    {{"records", &IndexSource::records},
     {"refused", &IndexSource::refused},
     {"newest", &IndexSource::newest},
     {"fetched", &IndexSource::fetched}}};

}  // namespace

std::string write_sources(const std::vector<IndexSource>& sources) {
  std::string out;
  json::Writer writer(out, 0);
  writer.begin_array();
  for (const IndexSource& source : sources) {
    writer.begin_object().member("name", source.name).member("kind", source.kind);
    for (const auto& [key, number] : kNumbers) writer.member(key, std::uint64_t{source.*number});
    writer.member("etag", source.etag).end_object();
  }
  writer.end_array();
  return out;
}

Result<std::vector<IndexSource>> read_sources(std::string_view json) {
  const Document document = TRY(json::parse(std::string(json)));
  if (!document.root().is_array()) return fail(ErrorCode::wrong_type, "the sources of an index are a list");
  std::vector<IndexSource> out;
  for (const Value row : document.root().elements()) {
    IndexSource source{std::string(row["name"].text()), std::string(row["kind"].text()), 0, 0, 0, 0,
                       std::string(row["etag"].text())};
    for (const auto& [key, number] : kNumbers) {
      const auto value = row[key].integer();
      if (!value || *value < 0 || *value > 0xffffffff)
        return fail(ErrorCode::wrong_type, std::string(key) + " is no number");
      source.*number = static_cast<std::uint32_t>(*value);
    }
    out.push_back(std::move(source));
  }
  return out;
}

}  // namespace cordon::intel
