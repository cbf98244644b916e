// retire.js' list of JavaScript libraries, from its text to the index.
#include <algorithm>
#include <cstdint>
#include <string>

#include "check_document.h"
#include "intel/index/index_write.h"
#include "intel/index/signatures.h"
#include "intel/osv/evaluate.h"
#include "intel/retirejs/library_list.h"
#include "model/purl.h"

using namespace cordon;
using namespace cordon::intel;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.depth = 50;
  limits.entries = 20'000;
  auto list = read_library_list(text, limits);
  if (!list) {
    fuzz::check_error(list.error(), text);
    return 0;
  }
  for (const LibraryList::Refused& refused : list->refused) expect(fuzz::is_visible(refused.error.message));
  for (const model::LibrarySignature& library : list->libraries) {
    expect(!library.name.empty() && model::parse_purl(library.purl).has_value());
    for (const auto& [digest, version] : library.digests) expect(digest.size() == 40 && !version.empty());
  }
  // A name may stand in a list once: duplicate keys of JSON are one.
  const auto again = read_signatures(write_signatures(list->libraries));
  expect(again.has_value() && *again == list->libraries);
  for (const Advisory& advisory : list->advisories) {
    expect(advisory.id.starts_with("RETIREJS-") && advisory.id.find_first_of(" \n\"") == std::string::npos);
    expect(advisory.affected.size() == 1 && !advisory.affected[0].ranges.empty());
    for (const VersionRange& range : advisory.affected[0].ranges)
      for (const VersionEvent& event : range.events)
        expect(judge(advisory.affected[0], false, event.version).standing != Standing::unknown || event.version == "0");
  }
  const std::size_t count = list->advisories.size();
  const auto batch = pack_batch(std::move(list->advisories));
  expect(batch.has_value());
  IndexBuilder builder;
  expect(builder.add(*batch).has_value() && builder.record_count() <= count);
  return 0;
}
