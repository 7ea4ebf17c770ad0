"""Letters: papers that workflows print, edited in the browser and published in versions. No template language."""
