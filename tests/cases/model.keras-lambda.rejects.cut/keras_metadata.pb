
•root.layer-0"_tf_keras_layer*l{"class_name": "Dense", "name": "Lambda", "config": {"name": "Lambda", "units": 2, "activation