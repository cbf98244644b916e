#include "intel/index/advisories.h"

#include <algorithm>
#include <optional>

namespace cordon::intel {

Result<std::unique_ptr<Advisories>> Advisories::open(const std::string& path) {
  os::MappedFile file = TRY(os::MappedFile::open(path));
  AdvisoryIndex index = TRY_CONTEXT(AdvisoryIndex::open(file.content()), "reading " + path);
  const std::string_view written = TRY_CONTEXT(index.sources(), "reading " + path);
  std::vector<IndexSource> sources = TRY_CONTEXT(read_sources(written), "reading " + path);
  return std::unique_ptr<Advisories>(new Advisories(std::move(file), std::move(index), std::move(sources)));
}

std::uint32_t Advisories::current() const {
  std::optional<std::uint32_t> oldest;
  for (const IndexSource& source : sources_)
    if (source.kind == "advisories") oldest = std::min(oldest.value_or(source.current()), source.current());
  return oldest.value_or(0);
}

}  // namespace cordon::intel
