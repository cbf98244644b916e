// The folders of objects of one repository, as git keeps them: loose ones and packs. Objects are found and unpacked
// here; whether one is what its name says is checked by libgit2 (odb.h), which asks for them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/result.h"
#include "git/object.h"
#include "git/pack_file.h"

namespace cordon::git {

class ObjectStore {
 public:
  // Opens folders named "objects" and the indexes in them. A pack that cannot be used is told by problems(). Fails
  // where a folder cannot be opened, and with too_many for more packs than the limit.
  static Result<ObjectStore> open(const std::vector<std::string>& folders, const ObjectLimits& limits);

  // Fails with not_found, saying which packs could not be looked into, and with what PackFile and read_loose fail with.
  Result<RawObject> read(const ObjectId& id);
  Result<ObjectHeader> header(const ObjectId& id);

  // Ids that begin with these four or more lower-case hexadecimal digits, at most `most`, sorted, each once.
  std::vector<ObjectId> with_prefix(std::string_view digits, std::size_t most) const;

  // One line for each pack that was passed over.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  Result<void> add_packs(const std::string& folder, const FileTree& tree);
  std::unexpected<Error> missing(const ObjectId& id) const;

  ObjectLimits limits_;
  std::vector<std::unique_ptr<FileTree>> trees_;
  std::vector<PackFile> packs_;
  std::size_t last_used_ = 0;  // neighbours in history stand in one pack
  std::vector<std::string> problems_;
};

}  // namespace cordon::git
