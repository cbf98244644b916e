// Is this component a known-bad release? DESIGN's order of matching:
//   1. integrity equal to a known-bad one: infected, whatever name and registry say
//   2. name and version listed, integrity known and different: not that release, and said so
//   3. name and version listed, from a public registry, a mirror or an unknown one: infected (unknown lowers
//   confidence)
//   4. name and version listed, from a private registry: the name is targeted, check for confusion
//   5. name and version listed, from git: not what was published, but called so
//   6. files of a release that is listed, copied into the tree: whether the hostile ones are among them, nobody knows
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "intel/knowledge.h"
#include "model/generated/model.h"

namespace cordon::intel {

enum class MatchKind : std::uint8_t {
  integrity,          // 1
  different_content,  // 2
  name,               // 3
  name_targeted,      // 4
  name_elsewhere,     // 5
  copied,             // 6
};

// Who says what a component is.
enum class Word : std::uint8_t {
  lockfile,  // what the client holds what it fetches against
  package,   // the installed package itself, whose author wrote it: it may accuse, and cannot acquit
};

// What a match by name says of a component of this origin and registry; nothing of the project's own folders
// (workspaces, links, folders): a stranger may have published the same name.
std::optional<MatchKind> match_by_name(const model::Component& component, Word word);

struct Match {
  MatchKind kind = MatchKind::name;
  BadRelease release;
  model::Confidence confidence = model::Confidence::high;  // that the component is that release
};

// All matches of one component, one per pack that knows it; an integrity match leaves out the others. Packages of the
// project itself (workspaces, links, folders) never match by name: a stranger may have published the same name.
std::vector<Match> match(const model::Component& component, const Knowledge& knowledge, Word word = Word::lockfile);

}  // namespace cordon::intel
