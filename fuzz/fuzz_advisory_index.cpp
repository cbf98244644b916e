// An index from a disk that lies, whose checksums are right: reading it may fail and must stay inside the file. The
// input is a list of changes, five bytes each: where, and what stands there then.
#include <cstdint>
#include <cstring>
#include <string>

#include "check_document.h"
#include "intel/index/index_read.h"
#include "intel/index/index_write.h"
#include "intel/index/layout.h"
#include "intel/index/seal.h"

using namespace cordon;
using namespace cordon::intel;
using fuzz::expect;

namespace {

Advisory example(const char* id, std::string name) {
  Advisory advisory;
  advisory.id = id;
  advisory.modified = 1'774'918'923;
  advisory.published = advisory.modified - 100;
  advisory.aliases = {"CVE-2026-1", "OTHER-1"};
  advisory.summary = "in " + name;
  advisory.cwes = {506};
  advisory.cvss = {"CVSS:3.1/AV:N"};
  advisory.references = {{"WEB", "https://example.test/" + name}};
  advisory.affected = {
      {"npm", std::move(name), {{{{EventKind::introduced, "0"}, {EventKind::fixed, "2"}}}}, {"1"}, false},
      {"pypi", "b", {{{{EventKind::introduced, "0"}}}}, {}, true}};
  return advisory;
}

// The file up to its directory's sections, without checksums.
std::string unsealed() {
  auto batch = pack_batch({example("GHSA-2222-2222-2222", "a"), example("MAL-2026-1", "evil"), example("X_1", "evil")});
  IndexBuilder builder;
  expect(batch && builder.add(*batch));
  builder.set_threats({{*key_of("CVE-2026-1"), 1, 2, 3, index_layout::kHasProbability}});
  std::string file = *builder.finish("[]");
  index_layout::Header header;
  std::memcpy(&header, file.data(), sizeof(header));
  file.resize(header.directory_offset + index_layout::kSections * sizeof(index_layout::Section));
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string original = unsealed();
  std::string file = original;
  const std::size_t body = file.size() - index_layout::kBodyOffset;
  for (; size >= 5; data += 5, size -= 5) {
    std::uint32_t at = 0;
    std::memcpy(&at, data, sizeof(at));
    file[index_layout::kBodyOffset + at % body] = static_cast<char>(data[4]);
  }
  seal(file, original.size() - index_layout::kSections * sizeof(index_layout::Section));
  const auto index = AdvisoryIndex::open(file);
  if (!index) {
    expect(!index.error().message.empty());
    return 0;
  }
  (void)index->verify();
  for (const char* name : {"a", "b", "evil", "absent"})
    for (const char* ecosystem : {"npm", "pypi"}) (void)index->find(ecosystem, name);
  for (const char* id : {"GHSA-2222-2222-2222", "MAL-2026-1", "X_1", "absent"}) {
    const auto number = index->find_record(id);
    if (!number || !*number) continue;
    auto advisory = index->record(**number, true);
    if (advisory) (void)index->fill_text(**number, *advisory);
  }
  (void)index->threat("CVE-2026-1");
  if (auto builder = IndexBuilder::from(*index)) (void)builder->finish("[]");
  return 0;
}
