// Files of advisories, the lists of exploited and of likely CVEs, and the list of JavaScript libraries, into an index
// that is being built.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/result.h"
#include "intel/index/import.h"
#include "intel/index/index_write.h"
#include "intel/index/sources.h"
#include "intel/osv/threat_lists.h"
#include "model/library_signature.h"

namespace cordon::app {

class SourceImport {
 public:
  SourceImport(intel::IndexBuilder& builder, unsigned threads, std::atomic<std::uint64_t>& records)
      : builder_(builder), threads_(threads), records_(records) {}

  // A file or folder as build_index.h describes; adds one or more of `sources`.
  Result<void> add(const std::string& path);
  // Records that are at hand; the source is called `name`. Fails when there are some and none is understood.
  Result<void> add_records(const std::string& name, const intel::RecordTexts& texts);

  std::vector<intel::IndexSource>& sources() { return sources_; }
  std::vector<intel::ImportReport::Refused>& refused() { return refused_; }  // the first hundred of each source
  // Whether a list of CVEs was among them; `threats` is what they say, a row a CVE.
  bool has_threats() const { return has_threats_; }
  std::vector<intel::index_layout::ThreatRow> threats() const;

 private:
  Result<void> add_zip(const std::string& path, std::string_view content);
  Result<void> add_folder(const std::string& path);
  Result<void> add_list(const std::string& path, std::string content);
  Result<void> add_libraries(const std::string& path, std::string content);

  intel::IndexBuilder& builder_;
  unsigned threads_;
  std::atomic<std::uint64_t>& records_;
  std::vector<intel::IndexSource> sources_;
  std::vector<intel::ImportReport::Refused> refused_;
  std::vector<intel::CveProbability> probabilities_;
  std::vector<intel::ExploitedCve> exploited_;
  std::vector<model::LibrarySignature> libraries_;  // of all lists so far
  std::vector<std::string> library_records_;        // ids of their records
  bool has_threats_ = false;
};

}  // namespace cordon::app
