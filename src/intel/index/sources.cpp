#include "intel/index/sources.h"

#include <array>
#include <utility>

#include "base/json.h"
#include "base/json_write.h"

namespace cordon::intel {
namespace {

constexpr std::array<std::pair<const char*, std::uint32_t IndexSource::*>, 6> kNumbers = {
    {{"records", &IndexSource::records},
     {"refused", &IndexSource::refused},
     {"newest", &IndexSource::newest},
     {"fetched", &IndexSource::fetched},
     {"cursor", &IndexSource::cursor},
     {"compared", &IndexSource::compared}}};

}  // namespace

std::string write_sources(const std::vector<IndexSource>& sources) {
  std::string out;
  json::Writer writer(out, 0);
  writer.begin_array();
  for (const IndexSource& source : sources) {
    writer.begin_object().member("name", source.name).member("kind", source.kind);
    for (const auto& [key, number] : kNumbers) writer.member(key, std::uint64_t{source.*number});
    writer.member("etag", source.etag).member("id", source.id).end_object();
  }
  writer.end_array();
  return out;
}

Result<std::vector<IndexSource>> read_sources(std::string_view json) {
  const Document document = TRY(json::parse(std::string(json)));
  if (!document.root().is_array()) return fail(ErrorCode::wrong_type, "the sources of an index are a list");
  std::vector<IndexSource> out;
  for (const Value row : document.root().elements()) {
    IndexSource source;
    source.name = row["name"].text();
    source.kind = row["kind"].text();
    source.etag = row["etag"].text();
    source.id = row["id"].text();
    for (const auto& [key, number] : kNumbers) {
      if (!row[key].exists()) continue;  // an index of an earlier version
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
