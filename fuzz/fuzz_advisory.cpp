// An advisory in OSV's schema: what is accepted comes out of an index as it went in, but for the digests of sources
// that the index leaves out.
#include <cstdint>
#include <string>

#include "check_document.h"
#include "intel/index/advisory_text.h"
#include "intel/index/index_read.h"
#include "intel/index/index_write.h"
#include "intel/osv/advisory_parse.h"

using namespace cordon;
using namespace cordon::intel;
using fuzz::expect;

namespace {

Advisory without_texts(Advisory advisory) {
  advisory.summary.clear();
  advisory.details.clear();
  advisory.references.clear();
  return advisory;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.depth = 50;
  limits.entries = 20'000;
  auto advisory = parse_advisory(text, limits);
  if (!advisory) {
    fuzz::check_error(advisory.error(), text);
    return 0;
  }
  // Leaving out what the index leaves out leaves nothing more to leave out.
  Advisory expected = without_texts(*advisory);
  expect(unpack_text(pack_text(*advisory), expected).has_value());

  auto batch = pack_batch({*advisory});
  expect(batch.has_value());
  IndexBuilder builder;
  expect(builder.add(*batch).has_value());
  const auto bytes = builder.finish("[]");
  expect(bytes.has_value());
  const auto index = AdvisoryIndex::open(*bytes);
  expect(index.has_value() && index->verify().has_value());
  const auto number = index->find_record(advisory->id);
  expect(number.has_value() && *number == 0u);
  auto again = index->record(0, true);
  expect(again.has_value() && index->fill_text(0, *again).has_value());
  expect(*again == expected);
  auto second = IndexBuilder::from(*index);
  expect(second.has_value() && *second->finish("[]") == *bytes);
  return 0;
}
