// A repository, to read what was committed. Only objects and names are read: never the working tree, never
// configuration beyond what says how objects are kept, and nothing of it is run.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "git/location.h"
#include "git/object_database.h"
#include "git/references.h"

namespace cordon::git {

class Repository {
 public:
  // Fails with what locate_repository fails with; unsupported_version and unsupported_format (read_format); too_many
  // packs; and what reading its small files fails with.
  static Result<Repository> open(Location location, const ObjectLimits& limits = {});

  const Location& location() const { return location_; }
  const ObjectDatabase& objects() const { return objects_; }
  const References& references() const { return references_; }

  // Its history ends before its beginning, at commits whose parents were not fetched.
  bool is_shallow() const { return !shallow_.empty(); }
  bool ends_at(const ObjectId& commit) const;

  // The error with what this repository lacks and what to do about it, where that explains it: objects that a partial
  // clone left behind, that are borrowed from elsewhere, or that stand in a pack that cannot be read.
  Error explain(Error error) const;

  // The commit with parents that are there: none for one at which a shallow history ends.
  Result<Commit> commit(const ObjectId& id) const;

 private:
  Repository(Location location, References references, ObjectDatabase objects)
      : location_(std::move(location)), references_(std::move(references)), objects_(std::move(objects)) {}

  Location location_;
  References references_;
  ObjectDatabase objects_;
  std::vector<ObjectId> shallow_;  // sorted
  bool partial_ = false;
};

// locate_repository and Repository::open in one, for callers that confine nothing.
Result<Repository> open_repository(const std::string& folder, const ObjectLimits& limits = {});

}  // namespace cordon::git
