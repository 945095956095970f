import os, requests
body = {"seed": 42, "messages": [{"role": "user", "content": "Hi"}]}
requests.post(f"{os.environ['AZURE_OPENAI_ENDPOINT']}/openai/deployments/gpt-4/chat/completions?api-version=2024-02-01", json=body, timeout=30)
