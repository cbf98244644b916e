// Whether a file that is about to be written is one of a case, whatever it is called.
#pragma once

#include <string>

namespace cordon::response {

// Whether `path` lies below the folder, or is one of the files there by another name: a link, a second name of the same
// file, or an open descriptor. What is not there yet lies where it would be made. False where nothing of it can be
// found, which nothing can be written to either.
bool is_within_case(const std::string& folder, const std::string& path);

}  // namespace cordon::response
