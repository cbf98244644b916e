{'conditions': [['OS=="win"', {'a': 1}, {'b': '<!(uname)'}], ["().__class__", {}]]}
