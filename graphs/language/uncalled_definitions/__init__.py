"""What a text defines and never calls is called here, with its parameters as inputs."""
