#include "intel/index/signatures.h"

#include <array>

#include "base/json.h"
#include "base/json_write.h"

namespace cordon::intel {
namespace {

using model::LibraryPattern;
using model::LibrarySignature;

constexpr std::array<std::pair<const char*, std::vector<LibraryPattern> LibrarySignature::*>, 3> kPatterns = {
    {{"contents", &LibrarySignature::contents},
     {"file_names", &LibrarySignature::file_names},
     {"paths", &LibrarySignature::paths}}};

}  // namespace

std::string write_signatures(const std::vector<LibrarySignature>& libraries) {
  std::string out;
  json::Writer writer(out, 0);
  writer.begin_array();
  for (const LibrarySignature& library : libraries) {
    writer.begin_object().member("name", library.name).member("purl", library.purl);
    for (const auto& [key, patterns] : kPatterns) {
      writer.key(key).begin_array();
      for (const LibraryPattern& pattern : library.*patterns)
        writer.begin_array().string(pattern.expression).string(pattern.version).end_array();
      writer.end_array();
    }
    writer.key("digests").begin_object();
    for (const auto& [digest, version] : library.digests) writer.member(digest, version);
    writer.end_object().end_object();
  }
  writer.end_array();
  return out;
}

Result<std::vector<LibrarySignature>> read_signatures(std::string_view json) {
  std::vector<LibrarySignature> out;
  if (json.empty()) return out;
  const Document document = TRY(json::parse(std::string(json)));
  if (!document.root().is_array()) return fail(ErrorCode::wrong_type, "the signatures of an index are a list");
  for (const Value row : document.root().elements()) {
    LibrarySignature library;
    library.name = row["name"].text();
    library.purl = row["purl"].text();
    for (const auto& [key, patterns] : kPatterns)
      for (const Value pattern : row[key].elements())
        (library.*patterns).push_back({std::string(pattern.at(0).text()), std::string(pattern.at(1).text())});
    for (const Value::Member& digest : row["digests"].members())
      library.digests.emplace_back(digest.key, digest.value.text());
    out.push_back(std::move(library));
  }
  return out;
}

}  // namespace cordon::intel
