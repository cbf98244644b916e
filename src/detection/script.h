// What the scripts of one package did in one run: the facts that rules ask for, each with the events that show it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "detection/bounded.h"
#include "detection/places.h"
#include "detection/process_table.h"
#include "model/generated/event.h"

namespace cordon::detection {

enum class Fact : std::uint8_t {
  secret,          // a secret was read
  token,           // one that lets publish
  foreign,         // it spoke with somebody who is no registry
  reached,         // and something was sent to them
  registry,        // it spoke with a registry
  stratum,         // it spoke as miners do
  removed_itself,  // its manifest or its running script went
  survivor,        // a process outlived the script
  startup,         // something will be started later
  ran_created,     // it ran a file that it had made
  count_,
};

inline constexpr std::size_t kFacts = static_cast<std::size_t>(Fact::count_);

// What a sensor calls the package of a script that it could not attribute (confidence: unknown).
inline constexpr std::string_view kUnknownPackage = "pkg:generic/unknown";

// All phases of one package in one run: what preinstall reads postinstall may send.
struct Script {
  static constexpr std::size_t kMostPaths = 4'096;
  static constexpr std::size_t kFactEvidence = 4;
  static constexpr std::size_t kMostProcesses = 4'096;

  std::string key;
  std::string purl, name, version;
  PackageFolders folders;
  bool is_own = false;  // of the project itself, not of something it depends on
  std::optional<ProcessKey> client;

  std::array<std::vector<model::Evidence>, kFacts> facts;
  std::array<std::vector<unsigned>, kFacts> weights;  // of each piece of evidence
  std::set<std::string, std::less<>> secrets;         // kinds
  BoundedSet created{kMostPaths};                     // files that it made
  BoundedSet run_files{kMostPaths};                   // files of the package that it runs
  BoundedSet project_changed{kMostPaths};             // files of the project that were there before
  BoundedSet project_written{kMostPaths};             // and those that may have been
  BoundedSet home_changed{kMostPaths};
  std::set<ProcessKey> survivors;
  std::map<ProcessKey, std::uint64_t> cpu_ns;
  bool asked_other_resolver = false;

  struct Phase {
    ProcessKey first;
    std::optional<std::uint64_t> ended_ns;
  };
  std::map<model::Phase, Phase> phases;

  bool knows(Fact fact) const { return !facts[static_cast<std::size_t>(fact)].empty(); }
  // Keeps the first kFactEvidence events; a weightier one takes the place of one that says less (keep_evidence).
  void establish(Fact fact, const model::Evidence& evidence, unsigned weight = 0);
  // What it made below `from` lies below `to` now.
  void moved(const std::string& from, const std::string& to);
  std::uint64_t cpu_seconds() const;
  std::uint64_t left_out() const;
};

// One key for all events of one package in one run on one machine.
std::string script_key(const model::Event& event, const model::Attribution& package);

// Fills in what an event says of the package: name, version, folders, whether it is the project's own.
void describe_script(Script& script, const model::Attribution& package);

// Adds the evidence while fewer than `most` are kept; then it takes the place of the last of the lightest, if that is
// lighter. `weights` has one for each of `kept`.
void keep_evidence(std::vector<model::Evidence>& kept, std::vector<unsigned>& weights, const model::Evidence& evidence,
                   unsigned weight, std::size_t most);

// "script" evidence: the event's id, and what happened in a line.
model::Evidence event_evidence(const model::Event& event);

}  // namespace cordon::detection
