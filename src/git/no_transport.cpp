// What libgit2 would speak to servers with, replaced by nothing. These are names of libgit2's own: the linker finds
// them here first and leaves out its HTTP, SSH and TLS, so that this program has no way to fetch with git, and none of
// the libraries for it. A release of libgit2 in which these are named otherwise does not link.
extern "C" {

int git_transport_ssh_global_init() { return 0; }
int git_mbedtls_stream_global_init() { return 0; }

int git_smart_subtransport_ssh() { return -1; }
int git_smart_subtransport_http() { return -1; }
int git_smart_subtransport_git() { return -1; }
int git_mbedtls_stream_new() { return -1; }
int git_mbedtls_stream_wrap() { return -1; }
int git_mbedtls__set_cert_location() { return -1; }

extern bool git_http__expect_continue;
bool git_http__expect_continue = false;

}  // extern "C"
