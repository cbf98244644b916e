// What Cordon knows of past attacks: the embedded incident packs and those the user adds, made searchable.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "intel/incident_pack.h"
#include "intel/index/advisories.h"
#include "intel/pack_table.h"

namespace cordon::intel {

// A pack given by the user.
struct PackText {
  std::string path;  // as displayed in errors
  std::string text;  // YAML (rules/incidents/FORMAT.md)
};

struct KnowledgeOptions {
  bool embedded = true;             // the packs of this build
  std::vector<IncidentPack> added;  // to this machine (stored_packs.h): one with the id of an embedded pack replaces it
  std::vector<PackText> pack_files;  // for this run: one with the id of any other replaces it
  Limits limits;                     // of each file
};

// A list of texts inside a pack, read in place.
class TextList {
 public:
  TextList() = default;
  TextList(const PackTable* table, layout::Slice slice) : table_(table), slice_(slice) {}
  std::size_t size() const { return slice_.count; }
  bool empty() const { return slice_.count == 0; }
  std::string_view operator[](std::size_t i) const {
    return table_->listed(slice_.first + static_cast<std::uint32_t>(i));
  }
  bool contains(std::string_view text) const;

 private:
  const PackTable* table_ = nullptr;
  layout::Slice slice_;
};

// The head of a pack. `open` gives the rest.
struct PackHead {
  std::string_view id, title, date, updated;  // dates YYYY-MM-DD
  model::Confidence confidence = model::Confidence::high;
  bool embedded = true;  // false: of the user
};

// One bad release and the pack that says so. Valid as long as the Knowledge.
struct BadRelease {
  std::string_view ecosystem, name;
  std::string_view version;  // exact; "*" when every release is bad
  std::string_view note;     // one line, may be empty
  model::Confidence confidence = model::Confidence::high;
  TextList integrity;      // SRI strings of the archive, where known
  TextList aliases;        // advisory ids
  std::uint32_t pack = 0;  // index in Knowledge::packs()

  // Whether this says that exactly this version is bad. "*" does not mean npm's placeholders (package_form.h).
  bool covers(std::string_view exact_version) const;
};

// May be moved; what it has handed out stays valid. Safe to read from several threads.
class Knowledge {
 public:
  // Fails as read_pack and PackTable::open do, and with invalid_value when two files have the same id.
  static Result<Knowledge> load(const KnowledgeOptions& options = {});

  // Heads of all packs: the embedded ones by id, then those that were added, then those for this run.
  std::span<const PackHead> packs() const { return heads_; }
  // Releases that packs list ("*" counts as one).
  std::size_t release_count() const { return release_count_; }
  // The newest `updated` of the embedded packs, or where there are none of the user's, YYYY-MM-DD; empty without packs.
  std::string_view newest_update() const { return newest_update_; }

  // All bad releases of a package, whatever their version. The name is normalised as the ecosystem's client does.
  std::vector<BadRelease> find(std::string_view ecosystem, std::string_view name) const;
  // Those that cover this exact version. One per pack that lists it.
  std::vector<BadRelease> find(std::string_view ecosystem, std::string_view name, std::string_view version) const;
  // The releases whose archive has this integrity: one SRI hash, compared exactly.
  std::vector<BadRelease> find_integrity(std::string_view integrity) const;

  // The whole pack, copied out. `pack` is an index in packs().
  IncidentPack open(std::uint32_t pack) const;
  // Where to go back to from a bad release: the entry with the lowest `below` above the version, else the one without.
  std::optional<LastGood> last_good(std::uint32_t pack, std::string_view ecosystem, std::string_view name,
                                    std::string_view version) const;
  // The index of advisories; null when there is none.
  const Advisories* advisories() const { return advisories_.get(); }
  void set_advisories(std::unique_ptr<Advisories> advisories) { advisories_ = std::move(advisories); }

  // What a finished install script of this package leaves, in any pack.
  std::vector<InstallTrace> traces(std::string_view ecosystem, std::string_view name) const;

 private:
  struct Source {
    std::string block;  // empty for the embedded packs, which stand in the program
    PackTable table;
    std::vector<std::uint32_t> heads;  // pack of the table -> index in heads_, or kReplaced
  };
  struct Origin {
    std::uint32_t source = 0, pack = 0;
  };

  Result<void> add(std::string block, bool embedded);
  void list_packs();
  const Source& source_of(std::uint32_t pack) const { return *sources_[origins_[pack].source]; }
  BadRelease release(const Source& source, std::uint32_t index) const;
  template <class Keep>
  std::vector<BadRelease> find_if(std::string_view ecosystem, std::string_view name, Keep keep) const;

  std::vector<std::unique_ptr<Source>> sources_;
  std::vector<PackHead> heads_;
  std::vector<Origin> origins_;  // of heads_
  std::size_t release_count_ = 0;
  std::string_view newest_update_;
  std::unique_ptr<Advisories> advisories_;
};

}  // namespace cordon::intel
