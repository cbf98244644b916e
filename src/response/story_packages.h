// Whom a story is about.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "response/story.h"

namespace cordon::response {

// The packages that findings are about or that events belong to. Concerned are those that did something or are known to
// be bad (malware, behaviour, network, integrity, from medium on, not waived); where there is none, those with any
// finding from low on; and where there is none either, all that events belong to. So a hundred vulnerabilities do not
// hide the one package that ran. Events show that code ran: that is added to the exposure that findings state.
std::vector<StoryPackage> tell_packages(std::span<const StoryFinding> findings, std::span<const StoryEvent> events);

// How far it got: 0 for the furthest (persisted), 7 where no fact is a yes.
std::size_t reach(const model::Exposure& exposure);

// The first line: the worst package, how far it got, with whom it talked.
std::string headline_of(const Story& story);

}  // namespace cordon::response
