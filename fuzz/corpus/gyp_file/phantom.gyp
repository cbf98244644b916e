{'targets': [{'target_name': 'a', 'type': 'none', 'sources': ['<!(node index.js)']}]}
