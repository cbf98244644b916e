// Changes of a client's file as people are shown them: whole lines, without credentials.
#pragma once

#include <string_view>
#include <vector>

#include "app/config_edit.h"
#include "model/generated/gate_report.h"

namespace cordon::app {

// `changes` are of lines (with_registry, without_registry) of the text before.
std::vector<model::ClientLineChange> shown_changes(std::string_view before, const std::vector<ConfigChange>& changes);

}  // namespace cordon::app
