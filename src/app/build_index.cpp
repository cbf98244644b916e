#include "app/build_index.h"

#include "app/source_import.h"
#include "base/text.h"
#include "intel/index/index_write.h"

namespace cordon::app {

Result<BuiltIndex> build_index(const std::vector<std::string>& paths, unsigned threads, BuildProgress& progress) {
  intel::IndexBuilder builder;
  SourceImport import(builder, threads, progress.records);
  for (const std::string& path : paths) TRY_CONTEXT(import.add(path), "reading " + text::visible(path));
  builder.set_threats(import.threats());
  BuiltIndex out;
  out.records = builder.record_count();
  out.bytes = TRY(builder.finish(intel::write_sources(import.sources())));
  out.sources = std::move(import.sources());
  out.refused = std::move(import.refused());
  return out;
}

}  // namespace cordon::app
