// The examiner of a running gate: archives are opened by workers, and what these say is judged here, with the release
// before and the dependencies that are new.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "gate/archives.h"
#include "gate/examiner.h"
#include "gate/packages.h"
#include "gate/peek_codec.h"
#include "inspect/conjunctions.h"
#include "sandbox/worker.h"

namespace cordon::gate {

// Of what is concluded from an archive: raised when a rule of inspect or of this file says something else than before,
// so that what was found by the older ones is looked at again.
inline constexpr std::string_view kExaminationRules = "8";

class PeekExaminer final : public Examiner {
 public:
  // `worker` runs open_archive; both must outlive it.
  PeekExaminer(const GateOptions& options, sandbox::Worker& worker) : options_(options), worker_(worker) {}

  void use(Packages& packages, Archives& archives) override {
    packages_ = &packages;
    archives_ = &archives;
  }
  Examined examine(const Package& package, const Release& release, std::string_view archive) override;

 private:
  using Facts = std::shared_ptr<const ArchiveFacts>;

  // What a release asks for: name and specifier.
  using Asked = std::map<std::string, std::string, std::less<>>;

  Result<Facts> facts_of(std::string_view integrity, std::string_view archive);
  Result<Facts> facts_of(const Package& package, const Release& release);
  // How far the look at what is new has come. `is_open`: one of them may be there another time.
  struct Look {
    bool is_open = false;
    std::size_t archives = 0;
    std::chrono::steady_clock::time_point ends{};
  };
  // What is new among the dependencies.
  struct NewOnes {
    std::vector<inspect::NewDependency> all;
    Look look;
  };
  Result<NewOnes> new_dependencies(const registry::Packument& packument, const Release& release, const Release& before,
                                   const ArchiveFacts& facts);
  Result<inspect::NewDependency> look_at(const std::string& name, const std::string& specifier, bool goes_further,
                                         Look& look);
  Result<inspect::NewDependency> look_into(const Package& package, const registry::Packument& packument,
                                           const Release& release, const inspect::NewDependency& asked,
                                           bool goes_further, Look& look);
  Result<void> look_further(const Package& package, const registry::Packument& packument, const Release& release,
                            inspect::NewDependency& out, Look& look);
  Result<std::string> ask_worker(std::string_view integrity, std::string_view archive);
  Examined held_against_registry(const registry::Packument& packument, const Release& release,
                                 const ArchiveFacts& facts) const;
  Examined held_for_shrinkwrap(const Package& package, const registry::Packument& packument, const Release& release,
                               const ArchiveFacts& facts) const;
  Examined judged(const ArchiveFacts& facts, const inspect::ReleaseContext& context, const Release& release,
                  bool& is_lifted) const;
  Examined not_looked_at(const std::string& why, bool is_final) const;

  const GateOptions& options_;
  sandbox::Worker& worker_;
  Packages* packages_ = nullptr;
  Archives* archives_ = nullptr;
  std::mutex mutex_;
  std::map<std::string, Facts, std::less<>> known_;  // by integrity
  std::set<std::string, std::less<>> ran_out_;       // archives that took too long once
};

}  // namespace cordon::gate
