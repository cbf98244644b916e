// Entries of a lockfile without a digest, or with a weak one, and who knows the strong one.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/fix_sources.h"
#include "app/read_project.h"
#include "change/rewrite/release.h"
#include "model/generated/pin_report.h"
#include "model/inventory.h"

namespace cordon::app {

// What another lockfile says of a release.
struct DigestSource {
  std::string evidence;
  std::string address;  // without its fragment; empty: not told
  model::Registry registry;
  std::vector<std::string> integrity;
  // False: it can only agree or contradict. Whatever was installed can have written what stands in node_modules.
  bool suffices = true;
};

class KnownDigests {
 public:
  // Every entry of the inventory that has a digest.
  void add(const model::Inventory& inventory, bool suffices = true);
  // The text of a lockfile, read as the project's own. One that is not understood is a line of `unread`.
  void add(const OlderLockfile& lockfile, const ProjectRead& project, const ReadSettings& settings,
           std::vector<model::FileUnread>& unread);

  // Of this name and version; may be empty.
  const std::vector<DigestSource>& of(const std::string& name, const std::string& version) const;

 private:
  std::map<std::pair<std::string, std::string>, std::vector<DigestSource>> known_;
};

struct PinDigests {
  std::vector<change::DigestChange> changes;
  std::vector<model::PinnedDigest> pinned;
  std::vector<model::NotPinned> left;
};

// Every entry of a registry whose digest is missing or SHA-1. One counts that is of the same name, version and
// registry; where two digests of one algorithm differ, the entry's own among them, none is used. An address that is
// that of another package or version makes neither a source nor an entry that is given a digest. Only who has the very
// digest is named. Where only SHA-1 is known, an entry without a digest gets that, and is left all the same. npm's
// cache is asked for the registry's document and for the archive itself.
PinDigests pin_digests(const model::Inventory& lockfile, const KnownDigests& known,
                       const std::vector<NpmCache>& caches);

// Whether one of the digests is SHA-256 or stronger.
bool has_strong_digest(const std::vector<std::string>& integrity);

}  // namespace cordon::app
