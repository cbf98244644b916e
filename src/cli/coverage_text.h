// The Coverage of a report as text, for every command that reads.
#pragma once

#include <string>
#include <string_view>

#include "cli/palette.h"

namespace cordon::cli {

// "  label     text": the lines that follow one with a label have none.
void row(std::string& out, const Palette& palette, std::string_view label, std::string_view text);

// "cordon.yaml, 3 waivers, 1 applied; CORDON_POLICY_FAIL_ON=low by the environment", with nothing hidden in it.
std::string settings_text(const model::SettingsUsed& settings);

// Whether what was not looked at is of no consequence: not so where the answer is complete all the same because nobody
// asked for more.
bool loses_nothing(const model::FileUnread& unread);

// Whether nothing was left out but what comes from elsewhere: knowledge that is not here, or is too old. What stands in
// the project was all looked at.
bool lacks_only_knowledge(const model::Coverage& coverage);

// What was read, what was not and why, what was known. Long lists are cut, and say so.
void coverage_block(std::string& out, const Palette& palette, const model::Coverage& coverage);

}  // namespace cordon::cli
