// What `scan --remember` keeps: the packages of every project that was seen, and what was last said of them. One SQLite
// file of the user.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/standing.h"
#include "base/result.h"
#include "intel/knowledge.h"
#include "model/generated/model.h"
#include "store/sqlite.h"

namespace cordon::app {

// A project as it was seen: of one folder and ecosystem, or of one file.
struct SeenProject {
  std::string path, ecosystem;  // absolute; with the file's name where a file was named
  std::vector<SeenPackage> packages;
  bool is_partial = false;  // something of it could not be read: what was seen before may still be there
};

// A package of a project as it was seen last.
struct SeenThere {
  std::string name, version, project;
  std::vector<std::string> integrity;
  std::int64_t seen = 0;  // seconds since 1970
};

// Who was told: what a scan showed is also known to whoever gets notices, not the other way round.
enum class Audience : std::uint8_t { scan, notify };

class Memory {
 public:
  // Fails as store::Database::open does, and with unsupported_version for a file of a later Cordon.
  static Result<Memory> open(const std::string& path, bool make);

  // Keeps these projects, and what is known of them as told to the scan's audience, and of what is new here to both;
  // forgets those at or below `roots` that
  // are not among them when `all` (nothing there was left unread). All or nothing.
  Result<void> remember(const std::vector<SeenProject>& projects, const std::vector<std::string>& roots, bool all,
                        const intel::Knowledge& knowledge, std::int64_t now);

  // What became known, since then, of what was last remembered of those of these projects that were.
  Result<model::SinceLast> since_last(const std::vector<SeenProject>& projects, const intel::Knowledge& knowledge);

  // Puts what became known of all remembered projects since the last time into the outbox, all or nothing. How many
  // notices.
  Result<std::size_t> post(const intel::Knowledge& knowledge);
  // What stands in the outbox, in order; and its end, once it was delivered.
  Result<std::vector<model::Notice>> outbox();
  Result<void> delivered(const std::vector<model::Notice>& notices);

  // Packages of one ecosystem in the projects that were seen at or below these folders (absolute), by their digests.
  Result<std::vector<SeenThere>> seen_below(const std::vector<std::string>& folders, const std::string& ecosystem);

  std::size_t project_count() const { return project_count_; }

 private:
  explicit Memory(store::Database database) : database_(std::move(database)) {}
  Result<void> set_up();
  Result<void> replace(SeenProject project, const intel::Knowledge& knowledge, std::int64_t seen_at);
  Result<std::vector<Standing>> standings(const std::vector<SeenPackage>& packages, const std::vector<Standing>& before,
                                          const intel::Knowledge& knowledge);
  Result<void> tell(std::int64_t project, Audience audience, const std::vector<Standing>& standings);
  Result<void> forget(std::int64_t project);
  Result<std::vector<SeenPackage>> packages(std::int64_t project);
  Result<std::int64_t> last_place();
  Result<std::vector<Standing>> told(std::int64_t project, Audience audience);
  template <class Work>
  Result<void> transaction(Work work);

  store::Database database_;
  std::size_t project_count_ = 0;
};

}  // namespace cordon::app
