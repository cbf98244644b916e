{
  'targets': [{
    'target_name': 'addon',
    'sources': ['src/a.cc', 'src/b.cc'],
    'include_dirs': ["<!@(node -p \"require('node-addon-api').include\")"],
  }],
}
