{'targets': [{'actions': [{'action_name': 'x', 'inputs': [], 'outputs': ['o'], 'action': ['node', 'x.js', '--a']}], 'rules': [{'action+': ['sh', ('a' 'b')]}]}]}
