// The index of advisories as a file of this machine, opened for searching.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/os/mapped_file.h"
#include "base/result.h"
#include "intel/index/index_read.h"
#include "intel/index/sources.h"

namespace cordon::intel {

class Advisories {
 public:
  // Fails as MappedFile::open and AdvisoryIndex::open do.
  static Result<std::unique_ptr<Advisories>> open(const std::string& path);

  const AdvisoryIndex& index() const { return index_; }
  const std::vector<IndexSource>& sources() const { return sources_; }
  // Since when nobody has asked one of the sources of advisories for news, unix seconds; 0: unknown.
  std::uint32_t current() const;

 private:
  Advisories(os::MappedFile file, AdvisoryIndex index, std::vector<IndexSource> sources)
      : file_(std::move(file)), index_(std::move(index)), sources_(std::move(sources)) {}
  os::MappedFile file_;
  AdvisoryIndex index_;
  std::vector<IndexSource> sources_;
};

}  // namespace cordon::intel
