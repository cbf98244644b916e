// The steps of the chain, out of findings and events.
#pragma once

#include <array>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "response/story.h"

namespace cordon::response {

inline constexpr std::size_t kStepMoments = 40;     // of one step that are listed
inline constexpr std::size_t kMomentWitnesses = 5;  // of one moment that are listed

// `concerned` holds the release keys that the story is about.
struct ChainInput {
  std::span<const StoryFinding> findings;
  std::span<const StoryEvent> events;
  std::span<const Connection> connections;
  const std::unordered_set<std::string>* concerned = nullptr;
};

std::array<Step, kStages> tell_chain(const ChainInput& input);

}  // namespace cordon::response
